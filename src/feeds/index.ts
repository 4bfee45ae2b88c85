import { claims } from './claims.ts'
import { currentAssignments } from './current-assignments.ts'
import { enrollment } from './enrollment.ts'
import { facilities } from './facilities.ts'
import { links } from './links.ts'
import { loadResults } from './load-results.ts'
import { noticeResults } from './notice-results.ts'
import { providers } from './providers.ts'
import { scheduledVisits } from './scheduled-visits.ts'
import { selfSelections } from './self-selections.ts'

/** All feeds, in the order in which they are listed and read. */
export const feeds = [
  enrollment,
  claims,
  selfSelections,
  providers,
  facilities,
  currentAssignments,
  scheduledVisits,
  links,
  loadResults,
  noticeResults,
] as const

export type Feed = (typeof feeds)[number]

export type FeedName = Feed['name']

/** The names of all feeds, in the same order. */
export const feedNames: readonly FeedName[] = feeds.map(({ name }) => name)

/** Returns the contract of a feed. */
export const feedNamed = (name: FeedName): Feed => {
  const found = feeds.find((feed) => feed.name === name)
  if (!found) throw new Error(`Expected one of ${feedNames.join(', ')}, found ${name}`)
  return found
}
