import { withJoinSidesAsWritten } from '../../engine/join-sides.ts'
import { buildRoom } from '../../models/build.ts'
import { dropUnread } from '../../models/drop-unread.ts'
import type { Night } from '../night.ts'
import { stage } from '../stage.ts'
import { makeClaimFamilies } from './claim-families.ts'

/** Finds in the claims what counts: which lines stand, who rendered them, which are visits. */
export const gather = stage({
  name: 'gather',
  reads: ['raw', 'run', 'book', 'baseline', 'staging'],
  writes: 'evidence',
  run: async (night) => {
    await withJoinSidesAsWritten(night.engine, () =>
      buildRoom(night, 'evidence', { 'evidence.claim_family': makeClaimFamilies }),
    )
    await report(night)
    await noteFates(night)
    await dropUnread(night.engine, 'evidence', 'evidence')
  },
})

const says: Readonly<Record<string, (found: string) => string>> = {
  ambiguous_version: (found) =>
    `Of ${found} claim lines the latest versions tie and differ; the greatest by its text was taken.`,
  npi_lowest_provider_id: (found) =>
    `${found} pairs of member and NPI fit neither TIN nor assignment; the NPI's lowest provider_id was taken.`,
  npi_not_on_roster: (found) =>
    `${found} pairs of member and NPI name an NPI that is not on the roster.`,
}

const report = async ({ engine, manifest }: Night): Promise<void> => {
  const findings = await engine.all<{ finding: string; found: number }>(
    'select finding, found from evidence.finding order by finding',
  )
  for (const { finding, found } of findings) {
    manifest.controlTotals[finding] = found
    const sentence = says[finding]
    if (found > 0 && sentence) manifest.notes.push(sentence(found.toLocaleString('en-US')))
  }
}

/** Of claims, which accepted lines were superseded is known only here. */
const noteFates = async ({ engine, manifest }: Night): Promise<void> => {
  const fates = await engine.all<{ file: string; accepted: number; superseded: number }>(
    'select file, accepted, superseded from evidence.claim_fate order by file',
  )
  for (const { file, accepted, superseded } of fates) {
    const input = manifest.inputs.find(({ feed, uri }) => feed === 'claims' && uri === file)
    if (input?.rows) input.rows = { ...input.rows, accepted, superseded }
  }
}
