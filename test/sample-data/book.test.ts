import { readFile, readdir } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { writeBook } from '../../sample-data/generator/book.ts'
import { openLocalLake } from '../../src/lake/local-lake.ts'
import { book } from '../../src/requests/book.ts'
import { readLog } from '../../src/requests/submit.ts'
import { verifyRequests } from '../../src/requests/verify-book.ts'
import { withFolder } from '../support/night.ts'

const sample = fileURLToPath(new URL('../../sample-data', import.meta.url))

/** Each object of a folder's `requests/`, by its name. */
const objectsOf = async (folder: string): Promise<Map<string, string>> => {
  const objects = new Map<string, string>()
  for (const name of (await readdir(path.join(folder, 'requests'))).toSorted()) {
    objects.set(name, await readFile(path.join(folder, 'requests', name), 'utf8'))
  }
  return objects
}

describe("the sample payer's book", () => {
  it('is what its source produces, byte for byte', async () => {
    await withFolder(async (folder) => {
      await writeBook(folder)
      expect(await objectsOf(folder)).toEqual(await objectsOf(sample))
    })
  })

  it('holds on the night a request of nearly every kind, in every state', async () => {
    const lake = await openLocalLake(sample)
    expect((await verifyRequests(lake)).faults).toEqual([])
    const items = [...book(await readLog(lake), '2026-06-30').values()]
    expect(new Set(items.map(({ state }) => state))).toEqual(
      new Set([
        'pending',
        'approved',
        'scheduled',
        'in_force',
        'ended',
        'rejected',
        'withdrawn',
        'superseded',
      ]),
    )
    expect(new Set(items.map(({ request }) => request.kind))).toEqual(
      new Set([
        'assign_facility',
        'assign_patient',
        'set_coverage',
        'bulk_reassign',
        'exception',
        'panel_status',
        'panel_add',
        'dismiss_member',
        'attribution_dispute',
      ]),
    )
  })
})
