import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { withFolder } from '../../support/night.ts'
import { empanel } from '../../support/command.ts'
import { FIRST, fillTen, termed } from '../../support/ten-members.ts'

describe('a night that is held', () => {
  it('exits with 3 and prints the guard rail, the value found, and how to release it', async () => {
    await withFolder(async (folder) => {
      const lake = path.join(folder, 'the lake')
      await fillTen(lake, { 'inbox/enrollment/1.csv': termed(1) })
      const night = await empanel(['run', '--lake', lake, '--as-of', FIRST])
      expect(night.exit).toBe(3)
      expect(night.stdout).toMatch(/^Night of 2026-06-30, nightly: HELD/)
      expect(night.stdout).toMatch(
        /guard rail system_of_record_ended: 1 ended of 10 members.*10(\.0)? %.*5(\.0)? %/,
      )
      const [, command = ''] = /anyway: empanel (release .*)/.exec(night.stdout) ?? []
      const args = command
        .replace('NAME', 'Ada')
        .replace('TEXT', 'looked')
        .match(/"[^"]*"|\S+/g)
      const released = await empanel((args ?? []).map((arg) => arg.replaceAll('"', '')))
      expect(released.stderr).toBe('')
      expect(released.exit).toBe(0)
      const published = await readFile(path.join(lake, 'published.json'), 'utf8')
      expect(released.stdout).toContain(JSON.parse(published).run_id)
    })
  })
})

describe('a night whose input is refused', () => {
  it('exits with 4, prints why on stdout, and leaves stderr to the log', async () => {
    await withFolder(async (lake) => {
      await fillTen(lake, { 'inbox/providers/1.csv': '' })
      const { exit, stdout, stderr } = await empanel(['run', '--lake', lake, '--as-of', FIRST])
      expect(exit).toBe(4)
      expect(stdout).toMatch(/REFUSED.*\n.*inbox\/providers\/1\.csv/)
      expect(stdout).toMatch(/enrollment +not read\n/)
      for (const line of stderr.trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('msg')
    })
  })
})
