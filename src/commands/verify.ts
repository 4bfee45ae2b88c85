import { type ExitCode, exitCode } from '../pipeline/errors.ts'
import { verifyRequests } from '../requests/verify.ts'
import { openLake } from './context.ts'

/** `empanel verify`: whether requests and decisions are as they were written; 1 if not. */
export const verify = async (options: {
  readonly lake: string
  readonly json?: boolean
}): Promise<ExitCode> => {
  const found = await verifyRequests(await openLake(options.lake))
  const { head, runs, faults } = found
  const told =
    faults.length > 0
      ? [
          ...faults.map(({ object, fault }) => `${object} ${fault}.`),
          `${counted(faults.length, 'fault')}. Restore requests/ from a copy; no night runs before.`,
        ]
      : [
          `${counted(head.seq, 'request or decision', 'requests and decisions')}, none edited, lost or inserted; ${counted(runs, 'run')} saw the same.`,
          `Head: ${head.seq} ${head.hash}`,
        ]
  process.stdout.write(options.json ? `${JSON.stringify(found)}\n` : `${told.join('\n')}\n`)
  return faults.length > 0 ? exitCode.failed : exitCode.published
}

const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`
