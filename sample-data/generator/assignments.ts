import { isoOf } from './calendar.ts'
import { covers } from './coverage.ts'
import type { CsvFile } from './csv.ts'
import type { Panel } from './network.ts'
import { planted } from './plants.ts'
import type { LoadedChange } from './loaded.ts'
import type { Story } from './story.ts'
import type { World } from './world.ts'

export const assignmentHeader = ['member_id', 'provider_id', 'effective_date', 'basis'] as const

/** Members in the core system: covered today or until a few weeks ago, and not new. */
export const isHeld = (world: World, story: Story): boolean => {
  const { asOf } = world.options
  return (
    story.assigned !== undefined &&
    !story.coverage.newcomer &&
    (covers(story.coverage.spans, asOf) || story.coverage.endedLately)
  )
}

/** One of the doctors who left long ago; each call returns another. */
const departed = ({ departedPanels }: World, index: number): Panel | undefined =>
  departedPanels[Math.floor(index / 100) % departedPanels.length]

/** A key on no roster; one key for all would look like the end of a large panel. */
const unknownProvider = (index: number): string =>
  `P9${String(Math.floor(index / 500) % 10_000).padStart(4, '0')}`

/** The member's row of the system of record, with its mistakes. */
export const writeAssignment = (world: World, story: Story, file: CsvFile): void => {
  const { index, memberId } = story.person
  if (planted('absentFromFile', index)) {
    // In the core system, but no longer in an enrollment file.
    file.row([
      `${memberId}X`,
      story.assigned?.providerId ?? null,
      isoOf(story.assignedSince),
      'geographic',
    ])
  }
  if (!isHeld(world, story) || story.assigned === undefined) return
  let providerId = story.assigned.providerId
  if (planted('staleDoctor', index)) providerId = departed(world, index)?.providerId ?? providerId
  if (planted('unknownDoctor', index)) providerId = unknownProvider(index)
  let since: string | null = isoOf(story.assignedSince)
  if (planted('badAssignmentDate', index)) since = '2025-06-31'
  if (planted('noAssignmentDate', index)) since = null
  const row = [memberId, providerId, since, story.basis]
  file.row(row)
  if (planted('duplicateAssignment', index)) file.row(row)
}

/** The core system's row after it loaded a change; none where the assignment ended. */
export const writeRow = (file: CsvFile, memberId: string, change: LoadedChange): void => {
  if (change.providerId === undefined) return
  file.row([memberId, change.providerId, change.effectiveDate, change.basis])
}
