import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { requestKinds } from '../../src/requests/kinds.ts'
import { readRequests } from '../../src/requests/read-file.ts'
import { requestGuide, requestTemplate } from '../../src/requests/template.ts'
import { put, withFolder } from '../support/night.ts'

describe('the template for requests', () => {
  it('has every column that a row needs: a request is read under it', async () => {
    await withFolder(async (folder) => {
      const columns = requestTemplate().trim().split(',')
      const cells: Record<string, string> = {
        kind: 'set_coverage',
        request_id: 'R1',
        absent_provider_id: 'P1',
        covering_provider_ids: 'P2|P3',
        effective_date: '2026-07-01',
        end_date: '2026-07-14',
        reason: 'vacation',
      }
      const row = columns.map((name) => cells[name] ?? '').join(',')
      await put(folder, 'requests.csv', `${requestTemplate()}${row}\n`)
      const given = { requested_by: 'Ada', requested_at: '2026-06-01T12:00:00Z' }
      const [sent] = await readRequests(path.join(folder, 'requests.csv'), given)
      expect(sent?.request).toMatchObject({ covering_provider_ids: ['P2', 'P3'] })
    })
  })

  it('has a guide that explains every kind that a person can send', () => {
    const kinds = [...requestKinds.keys()].filter((kind) => kind !== 'release')
    for (const kind of kinds) expect(requestGuide()).toContain(`\n${kind}: `)
    expect(requestGuide()).not.toContain('release')
  })
})
