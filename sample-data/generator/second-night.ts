import { assignmentHeader, writeAssignment, writeRow } from './assignments.ts'
import { addMonths, isoOf, monthStart } from './calendar.ts'
import { writeClaims } from './claims.ts'
import type { Span } from './coverage.ts'
import { CsvFile } from './csv.ts'
import { ClaimDeliveries } from './deliveries.ts'
import { openEnrollment, writeEnrollment } from './enrollment.ts'
import { readLoaded, writeAnswers } from './loaded.ts'
import { writeProviders } from './network-files.ts'
import type { Options } from './options.ts'
import { planted } from './plants.ts'
import { visitHeader, writeScheduledVisits } from './scheduled-visits.ts'
import { selectionHeader, writeTomorrowsSelection } from './selections.ts'
import { storyOf, type Story } from './story.ts'
import { buildWorld, membersOf } from './world.ts'

/** The spans as the core system sends them a day later: some coverage ended with the first night. */
const spansTomorrow = ({ person, coverage }: Story, options: Options): readonly Span[] =>
  planted('termedTomorrow', person.index)
    ? coverage.spans.map((span) =>
        span.start <= options.asOf && (span.end ?? Infinity) > options.asOf
          ? { ...span, end: options.asOf }
          : span,
      )
    : coverage.spans

/**
 * Writes what arrives on the day after the first night: the snapshots again, a few newborn members,
 * one day's claims and choices. The core system has loaded every other change of `--loaded`.
 */
export const writeSecondNight = (options: Options): void => {
  const world = buildWorld(options)
  const { out, asOf, members } = options
  const day = isoOf(asOf + 1)
  writeProviders(world, out, `providers/providers_${day}.csv`)
  writeAnswers(options.loaded, out, day)
  const enrollment = openEnrollment(out, day)
  const assignments = new CsvFile(
    out,
    `current_assignments/current_assignments_${day}.csv`,
    assignmentHeader,
  )
  const choices = new CsvFile(out, `self_selections/${day}_portal.csv`, selectionHeader)
  const visits = new CsvFile(out, `scheduled_visits/scheduled_visits_${day}.csv`, visitHeader)
  const claims = new ClaimDeliveries(options)
  const loaded = readLoaded(options.loaded)
  const joining = Math.ceil(members / 500)
  for (const person of membersOf(world, members + joining)) {
    const story = storyOf(world, person)
    if (person.index >= members) {
      const start = monthStart(addMonths(asOf, 1))
      const span: Span = { start, end: null, lineOfBusiness: person.lineOfBusiness }
      writeEnrollment(world, story, enrollment, [span])
      continue
    }
    const broken = planted('brokenTomorrow', person.index)
    writeEnrollment(world, story, enrollment, spansTomorrow(story, options), broken)
    const change = loaded.get(person.memberId)
    if (change === undefined) writeAssignment(world, story, assignments)
    else writeRow(assignments, person.memberId, change)
    writeTomorrowsSelection(world, story, choices)
    writeScheduledVisits(world, story, visits)
    writeClaims(world, story, (decided, line) => claims.add(decided, line))
  }
  for (const file of [
    enrollment.medicaid,
    enrollment.marketplace,
    assignments,
    choices,
    visits,
    claims,
  ]) {
    file.close()
  }
}
