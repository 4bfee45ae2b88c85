import { readFile, readdir } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { close } from '../../src/cli/commands/close.ts'
import { listNames } from '../../src/night/publish/list-name.ts'
import { effectsAt } from '../support/commands.ts'
import { listing } from '../support/listing.ts'
import { csv, put, runIn, withFolder, withoutGuardRails } from '../support/night.ts'
import { AS_OF, member, panel } from '../support/small-payer.ts'

const hostile = [
  '../../../outside',
  '/etc/passwd',
  '..\\..\\outside',
  'con',
  'NUL',
  'lpt1.csv',
  'index',
  'Index',
  'a',
  'A',
  '.',
  '..',
  'a.',
  '%41',
  '\u0430',
  'e\u0301',
  '\u00e9',
  'a\u200b',
  'a~b',
  'x'.repeat(500),
  '*?<>|":',
  '-rf',
  '$(id)',
]

it('whatever characters ids have, every file of a night and of a close is in its place, one list a practice', async () => {
  await withFolder(async (folder) => {
    const lake = path.join(folder, 'a/b/c/lake')
    const panels = hostile.map((id) => panel(id, { practice_id: id }))
    const members = hostile.map((id, i) => member(id, { last_name: `Family ${i}.` }))
    const held = hostile.map((id) => ({
      member_id: id,
      provider_id: id,
      effective_date: '2025-01-01',
      basis: 'auto',
    }))
    await put(lake, 'inbox/providers/a.csv', csv(panels))
    await put(lake, 'inbox/enrollment/a.csv', csv(members))
    await put(lake, 'inbox/current_assignments/a.csv', csv(held))
    const { manifest } = await runIn(lake, { asOf: AS_OF, change: withoutGuardRails })
    expect(manifest.status).toBe('complete')
    await close('2026-06', { lake, day: '1' }, effectsAt())

    const allowed =
      /^a\/b\/c\/lake\/(inbox|cache|closes\/2026-06|runs\/[\w-]+(\/(registry|reports|quarantine|outbox|[a-z]+))?)\/[A-Za-z0-9_.%~/-]+$|^a\/b\/c\/lake\/(published\.json|\.empanel\.lock)$/
    const files = Object.keys(await listing(folder))
    expect(files.filter((name) => !allowed.test(name))).toEqual([])
    const registry = path.join(lake, 'runs', manifest.run_id, 'registry')
    const names = listNames(hostile)
    expect((await readdir(registry)).toSorted()).toEqual(
      [...names.values(), 'index'].map((name) => `${name}.csv`).toSorted(),
    )
    for (const [i, id] of hostile.entries()) {
      const list = await readFile(path.join(registry, `${names.get(id)}.csv`), 'utf8')
      expect(list.match(/Family \d+\./g)).toEqual([`Family ${i}.`])
    }
  })
})
