import { exitCode } from '../../base/errors.ts'
import type { ClosesFound } from '../../closing/verify-closes.ts'
import type { Verification } from '../../requests/verify-book.ts'
import type { Verified } from '../commands/verify.ts'
import type { Output } from './output.ts'

export const verifyOutput: Output<Verified> = {
  text: ({ requests, closes }) => [...ofRequests(requests), ...ofCloses(closes)],
  json: ({ requests, closes }) => ({ ...requests, closes }),
  exit: ({ requests, closes }) =>
    requests.faults.length + closes.faults.length > 0 ? exitCode.failed : exitCode.published,
}

const ofRequests = ({ head, runs, faults }: Verification): string[] =>
  faults.length > 0
    ? [
        ...faults.map(({ object, fault }) => `${object} ${fault}.`),
        `${counted(faults.length, 'fault')}. Restore requests/ from a backup; until then no night runs.`,
      ]
    : [
        `${counted(head.seq, 'request or decision', 'requests and decisions')}: none edited, lost or inserted; ${counted(runs, 'run')} recorded the same.`,
        `Head: ${head.seq} ${head.hash}`,
      ]

/** Nothing of a lake without closed months. */
const ofCloses = ({ months, years, faults }: ClosesFound): string[] => {
  if (faults.length > 0) {
    return [
      ...faults.map(({ object, fault }) => `${object} ${fault}.`),
      `${counted(faults.length, 'fault')}. Restore closes/ from a backup; until then no month closes.`,
    ]
  }
  if (months === 0 && years === 0) return []
  const kept = [
    counted(months, 'closed month'),
    ...(years > 0 ? [counted(years, 'quality population')] : []),
  ]
  return [`${kept.join(' and ')}: none edited, lost or inserted.`]
}

const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`
