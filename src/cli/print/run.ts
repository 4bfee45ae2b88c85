import type { RunResult } from '../../night/run.ts'
import type { Manifest } from '../../runs/manifest.ts'
import type { RunOptions } from '../commands/run.ts'
import type { Output } from './output.ts'
import { summarize } from './summary.ts'

/** A night's summary, or its manifest as JSON. Of a night that only reads files, how many it read. */
export const runOutput = (options: RunOptions): Output<RunResult> => ({
  ...(options.only ? readAhead : night(options)),
  exit: ({ exit }) => exit,
})

const night = ({ lake, dryRun = false }: RunOptions): Output<RunResult> => ({
  text: ({ manifest }) => summarize(manifest, { lake, dryRun }),
  json: ({ manifest }) => manifest,
})

const readAhead: Output<RunResult> = {
  text: ({ manifest }) => {
    const { read, known } = claimFiles(manifest)
    const { error } = manifest
    return [
      `Read ahead: ${read} claims file${read === 1 ? '' : 's'} read, ${known} already in the cache. Nothing was published.`,
      ...(error ? [error.message, ...(error.hint ? [error.hint] : [])] : []),
    ]
  },
  json: ({ manifest }) => ({ ...claimFiles(manifest), error: manifest.error }),
}

const claimFiles = ({ inputs }: Manifest): { read: number; known: number } => {
  const files = inputs.filter(({ feed, use }) => feed === 'claims' && use === 'read')
  const known = files.filter(({ cached }) => cached).length
  return { read: files.length - known, known }
}
