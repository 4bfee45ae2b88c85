import type { FeedConfig } from '../../../config/pipeline.ts'
import { type Engine, identifier } from '../../../engine/engine.ts'
import type { Feed } from '../../../feeds/index.ts'
import { InputRefused } from '../../../base/errors.ts'
import { type Fault, readFaults } from './faults.ts'
import { type Mapping, readList } from './mapping.ts'
import { looseName } from '../../../formats/column-name.ts'
import type { OpenFile } from '../opening/opened.ts'

/** A joined file's own rows and faults, which count as a file's do. */
export interface JoinedFile {
  readonly open: OpenFile
  readonly rows: number
  readonly faults: readonly Fault[]
}

/** Makes the table of a joined source, named by its alias: what the mapping reads of it, each row once. */
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
    const [count] = await engine.all<{ rows: number }>(
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

/** Lines that are no JSON object. */
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

/** Two different rows for one key would make two rows of one, and nobody could say which is right. */
export const checkJoinKeys = async (
  engine: Engine,
  feed: Feed,
  config: FeedConfig,
  alias: string,
  mapping: Mapping,
): Promise<void> => {
  const on = config.join.find(({ source }) => source === alias)?.on ?? {}
  const names = Object.values(on)
  const keys = names.map((name) => columnOf(mapping, alias, name))
  const given = keys.map((key) => `${key} is not null`).join(' and ')
  const [found] = await engine.all<{ repeated: number }>(
    `select count(*) as repeated from (select ${keys.join(', ')} from ${identifier(alias)} where ${given} group by ${keys.join(', ')} having count(*) > 1)`,
  )
  if (!found || found.repeated === 0) return
  throw new InputRefused(
    `Expected one row of ${alias} for each ${names.join(', ')} (feeds.${feed.name}.join), found ${found.repeated} keys with several that differ.`,
    'Join by columns that identify a row, or correct the file.',
  )
}

/** SQL for a column of a source, by the name that the mapping gives it. */
export const columnOf = (mapping: Mapping, alias: string, name: string): string => {
  const found = mapping.reads.find(
    (column) => column.alias === alias && looseName(column.name) === looseName(name),
  )
  return `${identifier(alias)}.${found?.sql ?? identifier(name)}`
}
