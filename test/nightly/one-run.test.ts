import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { release } from '../../src/cli/commands/release.ts'
import { effectsAt } from '../support/commands.ts'
import { listing } from '../support/listing.ts'
import { put, runIn, withFolder } from '../support/night.ts'
import { empanelProcess } from '../support/process.ts'
import { AS_OF, fill } from '../support/small-payer.ts'

const localLake = fileURLToPath(new URL('../../src/lake/local-lake.ts', import.meta.url))

/** A process that takes the lake and keeps it until it is killed without warning. */
const holdingProcess = async (lake: string): Promise<() => Promise<void>> => {
  const program = `
    const { openLocalLake } = await import(process.argv[1])
    const lock = await (await openLocalLake(process.argv[2])).lock()
    process.stdout.write(lock ? 'held' : 'not free')
    setInterval(() => lock, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, localLake, lake], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [output] = await once(child.stdout, 'data')
  expect(String(output)).toBe('held')
  return async () => {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
}

const withoutLock = async (lake: string): Promise<Record<string, string>> => {
  const { '.empanel.lock': _lock, ...files } = await listing(lake)
  return files
}

describe('while another process holds the lake', () => {
  it('a night exits with 5 before it reads anything, and writes nothing', async () => {
    await withFolder(async (lake) => {
      await fill(lake)
      await put(lake, 'inbox/providers/2026-07-01.csv', 'not,even\n"readable')
      const before = await withoutLock(lake)
      const kill = await holdingProcess(lake)
      const { exit, stdout, stderr } = await empanelProcess([
        'run',
        '--lake',
        lake,
        '--as-of',
        AS_OF,
      ])
      expect({ exit, stdout }).toEqual({ exit: 5, stdout: '' })
      expect(stderr).toMatch(/Another run holds the lake .*Wait for it/s)
      expect(await withoutLock(lake)).toEqual(before)
      await kill()
    })
  })

  it('a dry run and a release wait their turn as well', async () => {
    await withFolder(async (lake) => {
      await fill(lake)
      const kill = await holdingProcess(lake)
      await expect(runIn(lake, { asOf: AS_OF, dryRun: true })).rejects.toMatchObject({ exit: 5 })
      await expect(
        release('x', { lake, by: 'me', reason: 'why' }, effectsAt()),
      ).rejects.toMatchObject({
        exit: 5,
      })
      await kill()
    })
  })
})

describe('when the process that held the lake was killed', () => {
  it('the lake is free, and the next night runs', async () => {
    await withFolder(async (lake) => {
      await fill(lake)
      const kill = await holdingProcess(lake)
      await kill()
      expect((await runIn(lake, { asOf: AS_OF })).exit).toBe(0)
    })
  })
})

describe('of two nights that start at once', () => {
  it('one runs and the other exits with 5', async () => {
    await withFolder(async (lake) => {
      await fill(lake)
      const both = await Promise.all(
        [1, 2].map(() => empanelProcess(['run', '--lake', lake, '--as-of', AS_OF])),
      )
      const exits = both.map(({ exit }) => exit).toSorted()
      expect([
        [0, 5],
        [0, 0],
      ]).toContainEqual(exits)
      const runs = new Set(
        Object.keys(await listing(lake)).flatMap((key) => /^runs\/([^/]+)/.exec(key)?.[1] ?? []),
      )
      expect(runs.size).toBe(exits.filter((exit) => exit === 0).length)
    })
  })
})
