import { execFile } from 'node:child_process'
import { mkdir, readFile, rename } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { describe, expect, it, test } from 'vitest'
import type { Lake } from '../../src/lake/lake.ts'
import { openLocalLake } from '../../src/lake/local-lake.ts'
import { readPublished } from '../../src/runs/published.ts'
import { put, withFolder } from '../support/night.ts'
import { ended, start } from '../support/process.ts'
import { AS_OF, fill } from '../support/small-payer.ts'
import { logged } from './log-lines.ts'
import { kinds, trialLake } from './places.ts'
import { endOf, smallNight } from './small-night.ts'

const run = promisify(execFile)

/** Whether this process may mount disks, which needs root: the tests mount full and read-only ones. */
const mounts = await withFolder(async (folder) => {
  try {
    await run('mount', ['-t', 'tmpfs', 'tmpfs', folder])
    await run('umount', [folder])
    return true
  } catch {
    process.stderr.write(
      'test:s3: NOT DONE: a full disk, a full spool, a read-only lake (mounting a disk needs root)\n',
    )
    return false
  }
})

/** Runs `work` with a new folder over which something is mounted. */
const withMount = async (
  options: readonly string[],
  work: (folder: string) => Promise<void>,
): Promise<void> =>
  withFolder(async (above) => {
    const folder = path.join(above, 'mounted')
    await mkdir(folder)
    await run('mount', [...options, folder])
    try {
      await work(folder)
    } finally {
      await run('umount', [folder])
    }
  })

const night = (lake: string, env: Readonly<Record<string, string>> = {}) =>
  start(['run', '--lake', lake, '--as-of', AS_OF], undefined, env)

describe.runIf(mounts)('a disk', () => {
  it('that is full ends the night cleanly, and the next night publishes', async () => {
    await withMount(['-t', 'tmpfs', '-o', 'size=400k', 'tmpfs'], async (folder) => {
      await fill(folder)
      const full = await ended(night(folder))
      expect(full.exit).toBe(1)
      expect(full.stderr).toMatch(/Expected free space in .* found its disk full/)
      const lake = await openLocalLake(folder)
      expect(await lake.readText('published.json')).toBeUndefined()
      await run('mount', ['-o', 'remount,size=100m', folder])
      expect((await ended(night(folder))).exit).toBe(0)
      expect((await readPublished(lake)).published).toBeDefined()
    })
  })

  it('that is full below the spool ends the night cleanly', async () => {
    await withFolder(async (folder) => {
      const lake = path.join(folder, 'lake')
      await fill(lake)
      await withMount(['-t', 'tmpfs', '-o', 'size=12k', 'tmpfs'], async (spool) => {
        const full = await ended(night(lake, { TMPDIR: spool }))
        expect(full.exit).toBe(1)
        expect(full.stderr).toMatch(/expected free space for temporary files/)
      })
      expect(await (await openLocalLake(lake)).readText('published.json')).toBeUndefined()
      expect((await ended(night(lake))).exit).toBe(0)
    })
  })

  it('that is read-only is reported before the night starts, and can still be read', async () => {
    await withFolder(async (folder) => {
      const lake = path.join(folder, 'lake')
      await fill(lake)
      expect((await ended(night(lake))).exit).toBe(0)
      await withMount(['--bind', '-o', 'ro', lake], async (readOnly) => {
        const { exit, stderr } = await ended(night(readOnly))
        expect(exit).toBe(2)
        expect(stderr).toMatch(/Expected a writable lake/)
        expect((await ended(start(['runs', '--lake', readOnly]))).exit).toBe(0)
        const explain = ['explain', 'member', 'M1', '--lake', readOnly]
        expect((await ended(start(explain))).exit).toBe(0)
      })
    })
  })
})

test('credentials that are revoked midway end the night cleanly', async () => {
  const admin = (...args: string[]) =>
    run('radosgw-admin', args, {
      env: { ...process.env, CEPH_CONF: process.env['EMPANEL_TEST_CEPH_CONF'] },
    })
  const [accessKeyId, secretAccessKey] = ['guest', 'guests-only']
  const keys = ['--access-key', accessKeyId, '--secret-key', secretAccessKey]
  await admin('user', 'create', '--uid=guest', '--display-name=guest', ...keys)
  const guest = new S3Client({
    endpoint: process.env['EMPANEL_S3_ENDPOINT'] ?? '',
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
  })
  await guest.send(new CreateBucketCommand({ Bucket: 'of-a-guest' }))
  const env = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey }
  const place = 's3://of-a-guest/lake'
  await withFolder(async (folder) => {
    const from = path.join(folder, 'from')
    await fill(from)
    const copyIn = fileURLToPath(new URL('./copy-in.ts', import.meta.url))
    await run(process.execPath, [copyIn, from, place], {
      env: { ...process.env, ...env },
    })
    const child = night(place, env)
    const end = ended(child)
    await logged(child, 'gather starts')
    await admin('user', 'suspend', '--uid=guest')
    const { exit, stderr } = await end
    expect(exit).toBe(1)
    expect(stderr).toMatch(/Check that the credentials exist, are still valid/)
    await admin('user', 'enable', '--uid=guest')
    expect((await ended(start(['runs', '--lake', place], undefined, env))).stdout).not.toMatch(
      /published/,
    )
    expect((await ended(night(place, env))).exit).toBe(0)
  })
})

/** A lake that calls `interfere` just before the first file with a matching key is read. */
const interferedLake = (lake: Lake, key: RegExp, interfere: () => Promise<void>): Lake => {
  let isDone = false
  return new Proxy(lake, {
    get(target, name: keyof Lake) {
      const value = target[name]
      if (typeof value !== 'function') return value
      if (name !== 'localPath') return value.bind(target)
      return async (...args: Parameters<Lake['localPath']>) => {
        if (!isDone && key.test(args[0])) {
          isDone = true
          await interfere()
        }
        return target.localPath(...args)
      }
    },
  })
}

test.each(kinds)('an input in a %s that is replaced midway refuses the night', async (kind) => {
  await withFolder(async (folder) => {
    const from = path.join(folder, 'from')
    await fill(from)
    const { lake, place } = await trialLake(kind, folder, from)
    const key = 'inbox/claims/2026-06.csv'
    const replacing = async (): Promise<void> => {
      const text = (await readFile(path.join(from, key), 'utf8')).replace('80.00', '90.00')
      if (kind === 'bucket') {
        await lake.remove(key)
        await lake.write(key, text)
        return
      }
      await put(folder, 'new.csv', text)
      await rename(path.join(folder, 'new.csv'), path.join(place, key))
    }
    const { exit, message } = await endOf(smallNight(interferedLake(lake, /claims/, replacing)))
    expect({ exit, message }).toEqual({
      exit: 4,
      message: `${key} was replaced or removed while the night was reading it.`,
    })
    expect(await lake.readText('published.json')).toBeUndefined()
  })
})
