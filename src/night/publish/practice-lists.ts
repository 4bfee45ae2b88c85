import path from 'node:path'
import type { Column, Engine } from '../../engine/engine.ts'
import type { Night } from '../night.ts'
import { copyCsv } from '../../engine/csv.ts'
import { csvLine } from './csv-line.ts'
import { ListFile } from './list-file.ts'
import { listNames } from './list-name.ts'
import type { Outbox } from './outbox.ts'
import { copyUnchanged, listContents } from './unchanged-lists.ts'

/**
 * Writes `registry/<practice>.csv` for every practice of tonight's roster or of the registry, with
 * the header only where it has nobody, and `registry/index.csv`, which tells the file of each
 * practice. What the baseline's list said already is copied from it, the rest is rendered.
 */
export const writePracticeLists = async (night: Night, outbox: Outbox): Promise<void> => {
  const { engine, log, manifest } = night
  const ids = await practiceIds(engine)
  const names = listNames(ids)
  const columns = await engine.describe('publication.registry')
  const query = linesByPractice(csvLine(columns))
  const lists = await listContents(night, names, columns, query)
  const copied = await copyUnchanged(night, outbox, lists)
  await writeIndex(night, outbox, ids, names, copied)
  await renderLists(night, outbox, names, columns, query)
  const counts = { rendered: ids.length - copied.size, copied: copied.size }
  const contents = Object.fromEntries(lists.map(({ name, content }) => [name, content]))
  manifest.lists = { ...counts, contents }
  log.info(counts, 'practice lists')
}

/** One sorted pass; what is held at a time is one chunk of one list. */
const renderLists = async (
  night: Night,
  outbox: Outbox,
  names: ReadonlyMap<string, string>,
  columns: readonly Column[],
  query: string,
): Promise<void> => {
  const header = columns.map(({ name }) => name).join(',')
  let list: ListFile | undefined
  let practice: string | undefined
  try {
    for await (const batch of night.engine.stream(query)) {
      const [practices = [], lines = []] = [batch.columns['practice'], batch.columns['line']]
      for (let row = 0; row < batch.rows; row++) {
        if (list === undefined || practices[row] !== practice) {
          await list?.finish(outbox)
          practice = String(practices[row])
          list = new ListFile(night.spool, names.get(practice) ?? '', header)
        }
        const line = lines[row]
        if (typeof line === 'string') await list.add(line)
      }
    }
    await list?.finish(outbox)
  } finally {
    await list?.close()
  }
}

const practiceIds = async (engine: Engine): Promise<string[]> => {
  const rows = await engine.all<{ practice_id: string }>(
    'select practice_id from publication.practice_list order by practice_id',
  )
  return rows.map((row) => row.practice_id)
}

/**
 * The lines of the lists that are not copied: practices in order, in each those attributed, by rule
 * and by dispute, those assigned, who left. A line is made before it is sorted: one text sorts for
 * less than forty columns.
 */
const linesByPractice = (line: string): string => `
  select list_file.practice_id as practice, registry.line
  from publication.list_file as list_file
  left join (
    select
      practice_id,
      case section
        when 'attributed' then 1
        when 'attributed_by_dispute' then 2
        when 'assigned_elsewhere_attributed' then 3
        else 4
      end as section_order,
      provider_id,
      member_id,
      ${line} as line
    from publication.registry
  ) as registry
    on list_file.practice_id = registry.practice_id
  where not list_file.is_copied
  order by
    list_file.practice_id,
    registry.section_order,
    registry.provider_id,
    registry.member_id`

const writeIndex = async (
  night: Night,
  outbox: Outbox,
  ids: readonly string[],
  names: ReadonlyMap<string, string>,
  copied: ReadonlySet<string>,
): Promise<void> => {
  await night.engine.run(
    'create table publication.list_file (practice_id VARCHAR, file VARCHAR, is_copied BOOLEAN)',
  )
  const appender = await night.engine.appender('publication', 'list_file')
  appender.append([ids, ids.map((id) => `${names.get(id)}.csv`), ids.map((id) => copied.has(id))])
  appender.close()
  const file = path.join(night.spool, 'registry-index.csv')
  await copyCsv(
    night.engine,
    `select practice_id, practice_name, file, members as rows, attributed,
       assigned_elsewhere_attributed, gone as "left", attributed_by_dispute
     from publication.practice_list
     inner join publication.list_file using (practice_id)
     order by practice_id`,
    file,
  )
  await outbox.put('registry/index.csv', file)
}
