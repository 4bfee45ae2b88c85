import { withJoinSidesAsWritten } from '../../engine/join-sides.ts'
import { buildRoom } from '../../models/build.ts'
import { dropUnread } from '../../models/drop-unread.ts'
import type { Night } from '../night.ts'
import { stage } from '../stage.ts'
import { buildClaimComponents } from './claim-components.ts'

/** Finds what counts in the claims: which lines are final, who rendered them, which are visits. */
export const gather = stage({
  name: 'gather',
  reads: ['raw', 'run', 'book', 'baseline', 'staging'],
  writes: 'evidence',
  run: async (night) => {
    const builders = { 'evidence.claim_component': buildClaimComponents }
    await withJoinSidesAsWritten(night.engine, () => buildRoom(night, 'evidence', { builders }))
    await recordFindings(night)
    await recordSupersededLines(night)
    await dropUnread(night.engine, 'evidence', 'evidence')
  },
})

const notes: Readonly<Record<string, (found: string) => string>> = {
  ambiguous_version: (found) =>
    `${found} claim lines have latest versions that tie and differ; used the greatest by its text.`,
  npi_lowest_provider_id: (found) =>
    `${found} pairs of member and NPI match neither by TIN nor by assignment; used the NPI's lowest provider_id.`,
  npi_not_on_roster: (found) =>
    `${found} pairs of member and NPI name an NPI that is not on the roster.`,
}

const recordFindings = async ({ engine, manifest }: Night): Promise<void> => {
  const findings = await engine.all<{ finding: string; found: number }>(
    'select finding, found from evidence.finding order by finding',
  )
  for (const { finding, found } of findings) {
    manifest.controlTotals[finding] = found
    const note = notes[finding]
    if (found > 0 && note) manifest.notes.push(note(found.toLocaleString('en-US')))
  }
}

/** Updates the manifest: ingest counted as accepted also the claim lines that later ones supersede. */
const recordSupersededLines = async ({ engine, manifest }: Night): Promise<void> => {
  const counts = await engine.all<{ file: string; accepted: number; superseded: number }>(
    'select file, accepted, superseded from evidence.claim_fate order by file',
  )
  for (const { file, accepted, superseded } of counts) {
    const input = manifest.inputs.find(({ feed, uri }) => feed === 'claims' && uri === file)
    if (input?.rows) input.rows = { ...input.rows, accepted, superseded }
  }
}
