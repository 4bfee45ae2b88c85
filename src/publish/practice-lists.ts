import { type FileHandle, open } from 'node:fs/promises'
import path from 'node:path'
import type { Engine } from '../engine/engine.ts'
import type { Night } from '../pipeline/night.ts'
import { copyCsv } from '../pipeline/csv.ts'
import { csvLine } from './csv-line.ts'
import { listNames } from './list-name.ts'
import type { Outbox } from './outbox.ts'

/** Characters of one list that are held in memory; a longer list goes through a file. */
const CHUNK = 1 << 18

/**
 * Writes `registry/<practice>.csv` for every practice of tonight's roster or of the registry, with
 * the header only where it has nobody, and `registry/index.csv`, which tells the file of each
 * practice. One sorted pass; what is held at a time is one chunk of one list.
 */
export const writePracticeLists = async (night: Night, outbox: Outbox): Promise<void> => {
  const { engine } = night
  const ids = await practiceIds(engine)
  const names = listNames(ids)
  await writeIndex(night, outbox, ids, names)
  const columns = await engine.describe('publication.registry')
  const header = columns.map(({ name }) => name).join(',')
  let list: ListFile | undefined
  let practice: string | undefined
  try {
    for await (const batch of engine.stream(linesByPractice(csvLine(columns)))) {
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
 * The lines of all lists: practices in order, in each those attributed, by rule and by dispute, those
 * assigned, who left. A line is made before it is sorted: one text sorts for less than forty columns.
 */
const linesByPractice = (line: string): string => `
  select practice_list.practice_id as practice, registry.line
  from publication.practice_list as practice_list
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
    on practice_list.practice_id = registry.practice_id
  order by
    practice_list.practice_id,
    registry.section_order,
    registry.provider_id,
    registry.member_id`

const writeIndex = async (
  night: Night,
  outbox: Outbox,
  ids: readonly string[],
  names: ReadonlyMap<string, string>,
): Promise<void> => {
  await night.engine.run('create table publication.list_file (practice_id VARCHAR, file VARCHAR)')
  const appender = await night.engine.appender('publication', 'list_file')
  appender.append([ids, ids.map((id) => `${names.get(id)}.csv`)])
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

/** One practice's list while it is written. */
class ListFile {
  readonly #name: string
  readonly #file: string
  #handle: FileHandle | undefined
  #text: string

  constructor(spool: string, name: string, header: string) {
    this.#name = `registry/${name}.csv`
    this.#file = path.join(spool, `list-${name}.csv`)
    this.#text = `${header}\n`
  }

  async add(line: string): Promise<void> {
    this.#text += `${line}\n`
    if (this.#text.length >= CHUNK) await this.#flush()
  }

  async finish(outbox: Outbox): Promise<void> {
    if (!this.#handle) return outbox.putText(this.#name, this.#text)
    await this.#flush()
    await this.close()
    await outbox.put(this.#name, this.#file)
  }

  /** Again is no mistake. */
  async close(): Promise<void> {
    await this.#handle?.close()
  }

  async #flush(): Promise<void> {
    this.#handle ??= await open(this.#file, 'w', 0o600)
    await this.#handle.writeFile(this.#text)
    this.#text = ''
  }
}
