import { assignmentHeader, writeAssignment } from './assignments.ts'
import { addMonths, isoOf, monthStart } from './calendar.ts'
import { writeClaims } from './claims.ts'
import { believed } from './coverage.ts'
import { CsvFile } from './csv.ts'
import { ClaimDeliveries } from './deliveries.ts'
import { enrollmentHeader, openEnrollment, writeEnrollment } from './enrollment.ts'
import { writeLinks } from './links.ts'
import { writeFacilities, writeProviders } from './network-files.ts'
import type { Options } from './options.ts'
import { visitHeader, writeScheduledVisits } from './scheduled-visits.ts'
import { selectionHeader, writeSelections } from './selections.ts'
import { storyOf } from './story.ts'
import { buildWorld, membersOf } from './world.ts'

/** Writes the inbox of the first night, member by member in one pass. */
export const writeFirstNight = (options: Options): void => {
  const world = buildWorld(options)
  const { out, asOf, small } = options
  const today = isoOf(asOf)
  const lastMonth = isoOf(monthStart(asOf) - 1)
  writeProviders(world, out, `providers/providers_${today}.csv`)
  writeFacilities(world, out, 'facilities/facilities.csv')
  writeLinks(world, out, `links/links_${today}.csv`)
  const enrollment = openEnrollment(out, today)
  const superseded = small
    ? new CsvFile(out, `enrollment/${lastMonth}/enrollment.csv.gz`, enrollmentHeader)
    : undefined
  const assignments = new CsvFile(
    out,
    `current_assignments/current_assignments_${today}.csv`,
    assignmentHeader,
  )
  const history = new CsvFile(
    out,
    `self_selections/${lastMonth}_call_center.csv`,
    selectionHeader,
    {
      separator: '|',
    },
  )
  const recent = new CsvFile(out, `self_selections/${today}_portal.csv`, selectionHeader)
  const visits = new CsvFile(out, `scheduled_visits/scheduled_visits_${today}.csv`, visitHeader)
  const claims = new ClaimDeliveries(options)
  for (const person of membersOf(world, options.members)) {
    const story = storyOf(world, person)
    writeEnrollment(world, story, enrollment, story.coverage.spans)
    if (superseded !== undefined) {
      // A month ago the later spans and the end of the last one were not recorded yet.
      const recorded = believed(story.coverage).filter((span) => span.start <= addMonths(asOf, -1))
      writeEnrollment(world, story, { medicaid: superseded, marketplace: superseded }, recorded)
    }
    writeAssignment(world, story, assignments)
    writeSelections(world, story, { history, recent })
    writeScheduledVisits(world, story, visits)
    writeClaims(world, story, (decided, line) => claims.add(decided, line))
  }
  const { medicaid, marketplace } = enrollment
  for (const file of [
    medicaid,
    marketplace,
    superseded,
    assignments,
    history,
    recent,
    visits,
    claims,
  ]) {
    file?.close()
  }
}
