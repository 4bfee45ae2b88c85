import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { withSpool } from '../../src/base/spool.ts'

test('a spool is removed after its work succeeds or fails', async () => {
  const succeeded = await withSpool(async (folder) => {
    await writeFile(path.join(folder, 'x'), '')
    expect((await stat(folder)).mode & 0o777).toBe(0o700)
    return folder
  })
  let failed = ''
  const work = withSpool(async (folder) => {
    failed = folder
    throw new Error('no')
  })
  await expect(work).rejects.toThrow('no')
  expect([existsSync(succeeded), existsSync(failed)]).toEqual([false, false])
})

test.each(['SIGTERM', 'SIGINT'] as const)('a spool is removed on %s', async (signal) => {
  const module = new URL('../../src/base/spool.ts', import.meta.url).href
  const script = `
    import { writeFileSync } from 'node:fs'
    import { withSpool } from '${module}'
    await withSpool(async (folder) => {
      writeFileSync(folder + '/members', 'x')
      process.stdout.write(folder)
      await new Promise((resolve) => setTimeout(resolve, 60_000))
    })`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [folder] = await once(child.stdout, 'data')
  expect(existsSync(String(folder))).toBe(true)
  child.kill(signal)
  const [, ended] = await once(child, 'exit')
  expect([ended, existsSync(String(folder))]).toEqual([signal, false])
})
