import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { todayIn } from '../../src/cli/open-pipeline.ts'
import { loadPipeline } from '../../src/config/pipeline.ts'
import { openLocalLake } from '../../src/lake/local-lake.ts'
import { decisionSchema } from '../../src/requests/entry.ts'
import { parseRequest } from '../../src/requests/parse.ts'
import { decide, submit } from '../../src/requests/submit.ts'

const SOURCE = new URL('../book.ndjson', import.meta.url)
const PEOPLE = fileURLToPath(new URL('../sample.yaml', import.meta.url))

/**
 * Writes the sample payer's book, `requests/…` in `folder`: every line of book.ndjson, in its order,
 * each by the same rules as on the command line, at the time that the line names.
 */
export const writeBook = async (folder: string): Promise<void> => {
  const lake = await openLocalLake(folder)
  const { roles, time_zone: zone } = await loadPipeline(PEOPLE)
  for (const line of (await readFile(SOURCE, 'utf8')).trimEnd().split('\n')) {
    const record: Record<string, unknown> = JSON.parse(line)
    if (record.kind === 'decision') {
      const now = new Date(String(record.at))
      const on = todayIn(zone, { now: () => now })
      await decide(lake, [decisionSchema.parse({ ...record, on })])
      continue
    }
    const parsed = parseRequest(record)
    if ('problems' in parsed) throw new Error(`${line}: ${parsed.problems.join('; ')}`)
    await submit(lake, [{ request: parsed.request, timed: true }], roles)
  }
}
