import { type ExitCode, exitCode } from '../../base/errors.ts'
import { readPublished } from '../../runs/published.ts'
import { listRunIds, readManifest } from '../../runs/read-run.ts'
import { openLake } from '../context.ts'

/** `empanel runs`: what became of each run, newest first. */
export const runs = async (options: {
  readonly lake: string
  readonly json?: boolean
}): Promise<ExitCode> => {
  const lake = await openLake(options.lake)
  const { published } = await readPublished(lake)
  const ids = (await listRunIds(lake)).toReversed()
  const rows = await Promise.all(
    ids.map(async (id) => {
      const manifest = await readManifest(lake, id)
      return {
        run_id: id,
        as_of: manifest?.as_of ?? null,
        pipeline: manifest?.pipeline ?? null,
        status: manifest?.status ?? 'died',
        published: published?.run_id === id,
      }
    }),
  )
  process.stdout.write(
    options.json
      ? `${JSON.stringify(rows)}\n`
      : rows
          .map((row) => `${row.run_id}  ${row.status}${row.published ? ', published' : ''}\n`)
          .join('') || 'No runs yet.\n',
  )
  return exitCode.published
}
