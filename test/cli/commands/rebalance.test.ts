import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  type Evening,
  assignedIn,
  countByProvider,
  evening,
  ids,
  panels,
  people,
  recorded,
} from '../../support/moving-payer.ts'
import { decideOn, rebalance, requestFile } from '../../support/commands.ts'
import { csv, put, withFolder } from '../../support/night.ts'
import { claim } from '../../support/small-payer.ts'

const noon = { now: () => new Date('2026-06-30T16:00:00Z') }

/** Ten members on a panel for six; M001 chose it, M002 was seen there, M003 long ago, M004 is locked. */
const crowded: Evening = {
  members: people(10, (i) => ({ locked_provider_id: i === 3 ? 'P1' : '', locked_until: '' })),
  panels: panels({
    P1: { panel_capacity: '6' },
    P2: { panel_capacity: '2' },
    P3: { panel_capacity: '9', panel_status: 'closed' },
    P4: { latitude: '40.10' },
  }),
  record: [
    { member_id: 'M001', provider_id: 'P1', effective_date: '2025-01-01', basis: 'self_selection' },
    ...recorded('P1', ids(10).slice(1)),
  ],
}

const claims = csv([
  claim('C1', 'M002', 'P1', '2025-01-02'),
  claim('C2', 'M003', 'P1', '2024-12-30'),
])

const options = (lake: string) => ({ lake, visitMonths: '18', by: 'Ada' })

describe('a rebalance', () => {
  it('brings every panel under capacity, as one request that another person approves', async () => {
    await withFolder(async (folder) => {
      await put(folder, 'inbox/claims/all.csv', claims)
      await evening(folder, '2026-06-30', crowded)
      const file = path.join(folder, 'proposal.ndjson')
      const shown = await rebalance({ ...options(folder), out: file }, noon)
      expect((await stat(file)).mode & 0o777).toBe(0o600)
      expect(shown).toMatch(
        /1 panel was over capacity, by 4 members in total\.\n4 moves would reduce that to 0/,
      )
      expect(shown).toMatch(/P1 \(Provider P1\): 10 members for 6 seats, 4 would move\n/)
      const { moves } = JSON.parse(await readFile(file, 'utf8')) as {
        moves: { member_id: string; provider_id: string }[]
      }
      const moved = moves.map(({ member_id: id }) => id)
      for (const id of ['M001', 'M002', 'M004']) expect(moved).not.toContain(id)
      expect(moves.map(({ provider_id: id }) => id).toSorted()).toEqual(['P2', 'P2', 'P4', 'P4'])

      await requestFile(file, { lake: folder, yes: true }, noon)
      await put(
        folder,
        'mine.yaml',
        'name: mine\npolicy: caresource\nfeeds:\n  enrollment:\nroles:\n  manager: [Max]\n',
      )
      const { request_id: id } = JSON.parse(await readFile(file, 'utf8')) as { request_id: string }
      const deciding = {
        lake: folder,
        pipeline: `${folder}/mine.yaml`,
        by: 'Max',
        reason: 'agreed',
      }
      await decideOn('approve', [id], deciding, noon)
      const rows = await assignedIn(folder, await evening(folder, '2026-07-01', crowded))
      expect(countByProvider(rows)).toEqual({ P1: 6, P2: 2, P4: 2 })
    })
  })

  it('reports the excess that remains, and why', async () => {
    await withFolder(async (folder) => {
      await put(folder, 'inbox/claims/all.csv', claims)
      const tight = panels({ P1: { panel_capacity: '6' }, P2: { panel_capacity: '1' } })
      await evening(folder, '2026-06-30', { ...crowded, panels: tight })
      expect(await rebalance(options(folder), noon)).toMatch(
        /1 move would reduce that to 3.*\n.*1 would move, which leaves it 3 over capacity; of those who stay, 1 seen there in the last 18 months, 1 chose it, 1 locked, 6 with no panel within reach/,
      )
    })
  })

  it('proposes nothing where no panel has too many', async () => {
    await withFolder(async (folder) => {
      const calm = { ...crowded, panels: panels({ P1: { panel_capacity: '10' } }) }
      await evening(folder, '2026-06-30', calm)
      expect(await rebalance(options(folder), noon)).toBe(
        'On the night of 2026-06-30 no panel is over capacity.\n',
      )
    })
  })
})
