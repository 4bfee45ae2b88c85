import { mkdir, readFile } from 'node:fs/promises'
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { expect, it } from 'vitest'
import { describeLake } from '../lake/lake-suite.ts'
import { withFolder } from '../support/night.ts'
import { BUCKET, client, newPlace, openPlace } from './bucket.ts'

describeLake('a prefix of a bucket', async (folder) => {
  const place = await newPlace()
  let spools = 0
  const again = async () => {
    const spool = `${folder}/spool-${++spools}`
    await mkdir(spool)
    return openPlace(place, spool)
  }
  return { lake: await again(), again }
})

it('a list has all keys, over several pages of 1,000', async () => {
  const place = await newPlace()
  const lake = await openPlace(place, '/nowhere')
  const keys = Array.from({ length: 2_300 }, (_, i) => `inbox/claims/${String(i).padStart(5, '0')}`)
  for (let at = 0; at < keys.length; at += 50) {
    await Promise.all(keys.slice(at, at + 50).map((key) => lake.write(key, '')))
  }
  expect((await lake.list('inbox/')).map(({ key }) => key)).toEqual(keys)
  await Promise.all(
    Array.from({ length: 1_100 }, (_, i) => lake.write(`runs/${String(i).padStart(4, '0')}/x`, '')),
  )
  expect(await lake.folders('runs/')).toHaveLength(1_100)
})

it('a file that is replaced after it was listed is refused, even with the same size', async () => {
  await withFolder(async (spool) => {
    const place = await newPlace()
    const lake = await openPlace(place, spool)
    await lake.write('inbox/a.csv', 'one')
    const [listed] = await lake.list('inbox/')
    const Key = `${place.split('/').at(-1)}/inbox/a.csv`
    await client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: 'two' }))
    await expect(lake.localPath('inbox/a.csv', listed)).rejects.toThrow('was replaced or removed')
  })
})

it('a store without conditional writes is refused, unless the risk is accepted', async () => {
  await withFolder(async (spool) => {
    // This server ignores If-Match in a bucket that keeps versions.
    const Bucket = 'empanel-versions'
    await client.send(new CreateBucketCommand({ Bucket }))
    const VersioningConfiguration = { Status: 'Enabled' } as const
    await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }))
    const strict = await openPlace(`s3://${Bucket}/lake`, spool)
    await expect(strict.lock()).rejects.toMatchObject({
      exit: 2,
      message: expect.stringContaining('conditional writes'),
      hint: expect.stringContaining('accept_unconditional_writes'),
    })
    const settings = { accept_unconditional_writes: true }
    const lake = await openPlace(`s3://${Bucket}/lake`, spool, settings)
    const lock = await lake.lock()
    expect(await lake.lock()).toBeUndefined()
    expect(await lock?.isHeld()).toBe(true)
    await lock?.release()
    expect(await lake.swap('p', 'one', undefined)).toBe(true)
    expect(await lake.swap('p', 'two', undefined)).toBe(false)
    expect(await lake.swap('p', 'two', 'one')).toBe(true)
    expect(await readFile(await lake.localPath('p'), 'utf8')).toBe('two')
  })
})

it('a sweep aborts unfinished uploads of runs, but not those to the inbox or recent ones of closes', async () => {
  const place = await newPlace()
  const lake = await openPlace(place, '/nowhere')
  const prefix = `${place.split('/').at(-1)}/`
  for (const key of ['runs/a/x', 'cache/y', 'closes/2026-06/x', 'inbox/z']) {
    await client.send(new CreateMultipartUploadCommand({ Bucket: BUCKET, Key: prefix + key }))
  }
  await lake.sweep()
  const left = new ListMultipartUploadsCommand({ Bucket: BUCKET, Prefix: prefix })
  const { Uploads = [] } = await client.send(left)
  expect(Uploads.map(({ Key }) => Key)).toEqual(
    ['closes/2026-06/x', 'inbox/z'].map((key) => prefix + key),
  )
})
