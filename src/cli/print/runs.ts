import type { RunRow } from '../commands/runs.ts'
import type { Output } from './output.ts'

export const runsOutput: Output<readonly RunRow[]> = {
  text: (rows) =>
    rows.length === 0
      ? ['No runs yet.']
      : rows.map((row) => `${row.run_id}  ${row.status}${row.published ? ', published' : ''}`),
  json: (rows) => rows,
}
