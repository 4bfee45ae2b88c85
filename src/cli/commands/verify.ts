import { type ClosesFound, verifyCloses } from '../../closing/verify-closes.ts'
import { type ExitCode, exitCode } from '../../base/errors.ts'
import { type Verification, verifyRequests } from '../../requests/verify-book.ts'
import { openLake } from '../context.ts'

/** `empanel verify`: whether requests, decisions and closed months are as they were written; 1 if not. */
export const verify = async (options: {
  readonly lake: string
  readonly json?: boolean
}): Promise<ExitCode> => {
  const lake = await openLake(options.lake)
  const found = await verifyRequests(lake)
  const closes = await verifyCloses(lake)
  const faults = [...found.faults, ...closes.faults]
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ ...found, closes })}\n`
      : `${[...toldOfRequests(found), ...toldOfCloses(closes)].join('\n')}\n`,
  )
  return faults.length > 0 ? exitCode.failed : exitCode.published
}

const toldOfRequests = ({ head, runs, faults }: Verification): string[] =>
  faults.length > 0
    ? [
        ...faults.map(({ object, fault }) => `${object} ${fault}.`),
        `${counted(faults.length, 'fault')}. Restore requests/ from a copy; no night runs before.`,
      ]
    : [
        `${counted(head.seq, 'request or decision', 'requests and decisions')}, none edited, lost or inserted; ${counted(runs, 'run')} saw the same.`,
        `Head: ${head.seq} ${head.hash}`,
      ]

/** Nothing is said of a lake that closes no months. */
const toldOfCloses = ({ months, years, faults }: ClosesFound): string[] => {
  if (faults.length > 0) {
    return [
      ...faults.map(({ object, fault }) => `${object} ${fault}.`),
      `${counted(faults.length, 'fault')}. Restore closes/ from a copy; no month closes before.`,
    ]
  }
  if (months === 0 && years === 0) return []
  const kept = [
    counted(months, 'closed month'),
    ...(years > 0 ? [counted(years, 'quality population')] : []),
  ]
  return [`${kept.join(' and ')}, none edited, lost or inserted.`]
}

const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`
