import { InputRefused } from '../../../base/errors.ts'
import type { FeedConfig } from '../../../config/pipeline.ts'
import { type Engine, identifier } from '../../../engine/engine.ts'
import type { FeedName } from '../../../feeds/index.ts'
import { looseName } from '../../../formats/column-name.ts'
import { type Mapping, readList } from '../mapping/mapping.ts'
import type { OpenFile } from '../opening/opened.ts'
import { type Fault, readFaults } from './faults.ts'

/** A joined file's own rows and faults. They are counted like those of any file. */
export interface JoinedFile {
  readonly open: OpenFile
  readonly rows: number
  readonly faults: readonly Fault[]
}

/** Creates the table of a joined source, named by its alias: the columns that the mapping reads, each row once. */
export const loadJoined = async (
  engine: Engine,
  alias: string,
  files: readonly OpenFile[],
  mapping: Mapping,
): Promise<JoinedFile[]> => {
  const joined: JoinedFile[] = []
  const table = identifier(`rows of ${alias}`)
  for (const open of files) {
    const columns = readList(mapping, alias, open).join(', ')
    const verb = joined.length === 0 ? `create table ${table} as` : `insert into ${table}`
    await engine.run(
      `${verb} select ${columns} from ${open.reader('faults')} where not "#malformed"`,
    )
    const faults = await readFaults(engine, 'faults', open, mapping)
    const count = await engine.first<{ rows: number }>(
      `select count(*) as rows from ${open.reader()} where not "#malformed"`,
    )
    joined.push({
      open,
      rows: count?.rows ?? 0,
      faults: [...faults, ...(await malformed(engine, open, faults))],
    })
  }
  await engine.run(`create table ${identifier(alias)} as select distinct * from ${table}`)
  return joined
}

/** Returns the lines that are no JSON object, as faults. */
const malformed = async (
  engine: Engine,
  open: OpenFile,
  faults: readonly Fault[],
): Promise<Fault[]> => {
  const rows = await engine.all<{ place: number }>(
    `select "#record" as place from ${open.reader()} where "#malformed" order by place`,
  )
  return rows.map(({ place }) => ({
    record: place + faults.filter(({ before }) => before < place).length,
    before: place,
    column: null,
    reason: 'type:json',
    memberId: null,
    providerId: null,
  }))
}

interface JoinedSource {
  readonly feed: FeedName
  readonly config: FeedConfig
  readonly alias: string
  readonly mapping: Mapping
}

/** Refuses a source with two different rows for one key: the join would turn one row into two. */
export const checkJoinKeys = async (
  engine: Engine,
  { feed, config, alias, mapping }: JoinedSource,
): Promise<void> => {
  const on = config.join.find(({ source }) => source === alias)?.on ?? {}
  const names = Object.values(on)
  const keys = names.map((name) => columnOf(mapping, alias, name))
  const given = keys.map((key) => `${key} is not null`).join(' and ')
  const found = await engine.first<{ repeated: number }>(
    `select count(*) as repeated from (select ${keys.join(', ')} from ${identifier(alias)} where ${given} group by ${keys.join(', ')} having count(*) > 1)`,
  )
  if (!found || found.repeated === 0) return
  throw new InputRefused(
    `Expected one row of ${alias} for each ${names.join(', ')} (feeds.${feed}.join), found ${found.repeated} keys with several different rows.`,
    'Join by columns that identify a row, or correct the file.',
  )
}

/** Returns SQL for a column of a source that the mapping reads. */
export const columnOf = (mapping: Mapping, alias: string, name: string): string => {
  const found = mapping.reads.find(
    (column) => column.alias === alias && looseName(column.name) === looseName(name),
  )
  return `${identifier(alias)}.${found?.sql ?? identifier(name)}`
}
