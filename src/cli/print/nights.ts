import { exitCode } from '../../base/errors.ts'
import type { Pruned } from '../commands/prune.ts'
import type { Released } from '../commands/release.ts'
import type { Replayed } from '../commands/replay.ts'
import type { Output } from './output.ts'

export const releaseOutput: Output<Released> = {
  text: ({ run_id: id, by }) => [`Published ${id}, released by ${by}.`],
  json: (result) => result,
}

export const replayOutput: Output<Replayed> = {
  text: ({ run_id: id, identical, files, differences }) =>
    identical
      ? [`Run ${id} was rebuilt: all ${files} files are the same, byte for byte.`]
      : [
          `Run ${id} could not be rebuilt byte for byte:`,
          ...differences.map((line) => `  ${line}`),
        ],
  json: (result) => result,
  exit: ({ identical }) => (identical ? exitCode.published : exitCode.failed),
}

export const pruneOutput: Output<Pruned> = {
  text: ({ removed, runs, cache_files: cached }) => {
    const verb = removed ? 'Removed' : 'Would remove'
    const lines = [
      ...runs.map(
        ({ run_id: id, status, files, bytes }) =>
          `${verb} ${id}  ${status}, ${files} files, ${megabytes(bytes)} MB`,
      ),
      ...(cached > 0 ? [`${verb} ${cached} files of the cache`] : []),
    ]
    if (lines.length === 0) return ['Nothing to remove.']
    return removed ? lines : [...lines, 'Nothing was removed. Add --yes to remove.']
  },
  json: (result) => result,
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1)
