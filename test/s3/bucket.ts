import { randomUUID } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import path from 'node:path'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import type { Lake } from '../../src/lake/lake.ts'
import { openS3Lake } from '../../src/lake/s3-lake.ts'
import { type S3Settings, parseS3Url } from '../../src/lake/s3-location.ts'

const endpoint = process.env['EMPANEL_S3_ENDPOINT'] ?? ''

/** Accesses the bucket directly, as an upstream system would. */
export const client = new S3Client({
  endpoint,
  region: 'us-east-1',
  forcePathStyle: true,
  requestChecksumCalculation: 'WHEN_REQUIRED',
  responseChecksumValidation: 'WHEN_REQUIRED',
})

export const BUCKET = 'empanel'

let isCreated = false

/** Returns a new, empty prefix as a value for `--lake`. */
export const newPlace = async (): Promise<string> => {
  if (!isCreated) await client.send(new CreateBucketCommand({ Bucket: BUCKET }))
  isCreated = true
  return `s3://${BUCKET}/${randomUUID()}`
}

export const openPlace = (place: string, spool: string, settings: S3Settings = {}): Promise<Lake> =>
  openS3Lake(parseS3Url(place), { endpoint, ...settings }, spool)

/** Copies the files of a folder into a lake. */
export const copyInto = async (lake: Lake, folder: string): Promise<void> => {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = path.join(entry.parentPath, entry.name)
    await lake.write(path.relative(folder, file), await readFile(file))
  }
}
