import path from 'node:path'
import type { FeedConfig } from '../config/pipeline.ts'
import { type Engine, identifier, literal } from '../engine/engine.ts'
import type { Feed } from '../feeds/index.ts'
import { InputRefused } from '../pipeline/errors.ts'
import type { Night } from '../pipeline/night.ts'
import { type Fault, readFaults } from './faults.ts'
import type { MappedFile } from './mapped-file.ts'
import { type Mapping, readList } from './mapping.ts'
import type { OpenFile } from './open-file.ts'
import { forgiving } from './names.ts'
import { type MappingPart, aliasesOf, splitName } from './references.ts'

/** A joined file's own rows and faults, which count as a file's do. */
export interface JoinedFile {
  readonly open: OpenFile
  readonly rows: number
  readonly faults: readonly Fault[]
}

let written = 0

/**
 * Reads a file by a mapping with expressions, a `where` or joins, in an engine of its own that can
 * open the files concerned and nothing else. Its rows come back through a file in the spool.
 */
export const sandboxedFile = async (
  night: Pick<Night, 'openEngine' | 'spool'>,
  feed: Feed,
  config: FeedConfig,
  parts: readonly MappingPart[],
  opened: ReadonlyMap<string, readonly OpenFile[]>,
  mapping: Mapping,
  rank: number,
): Promise<{ mapped: MappedFile; joined: JoinedFile[] }> => {
  const [primary = '', ...others] = aliasesOf(config)
  const open = opened.get(primary)?.[0] as OpenFile
  const target = path.join(night.spool, `mapped-${++written}.parquet`)
  const files = [...opened.values()].flat().map((file) => file.path)
  const engine = await night.openEngine({ onlyFiles: [...files, target] })
  try {
    const joined: JoinedFile[] = []
    for (const alias of others) {
      joined.push(...(await loadJoined(engine, config, alias, opened.get(alias) ?? [], mapping)))
      await checkJoinKeys(engine, feed, config, alias, mapping)
    }
    const from = fromClause(config, mapping, open, primary)
    await writeRows(engine, mapping, config, from('faults'), target).catch(
      async (error: unknown) => {
        throw (await failingExpression(engine, parts, from(undefined))) ?? error
      },
    )
    const faults =
      open.file.format === 'parquet'
        ? []
        : await readFaults(engine, 'faults', open, config, mapping)
    const relation = (): string => `(select * from read_parquet(${literal(target)}))`
    return { mapped: { open, rank, mapping, relation, faults }, joined }
  } finally {
    engine.close()
  }
}

const loadJoined = async (
  engine: Engine,
  config: FeedConfig,
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
    const faults =
      open.file.format === 'parquet'
        ? []
        : await readFaults(engine, 'faults', open, config, mapping)
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
const checkJoinKeys = async (
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

const columnOf = (mapping: Mapping, alias: string, name: string): string => {
  const found = mapping.reads.find(
    (column) => column.alias === alias && forgiving(column.name) === forgiving(name),
  )
  return `${identifier(alias)}.${found?.sql ?? identifier(name)}`
}

const fromClause =
  (config: FeedConfig, mapping: Mapping, open: OpenFile, primary: string) =>
  (faults: string | undefined): string => {
    const read = ['"#record"', '"#malformed"', ...readList(mapping, primary, open)]
    const joins = config.join.map(({ source, on }) => {
      const pairs = Object.entries(on).map(([left, right]) => {
        const { source: alias = primary, name } = splitName(config, left)
        return `trim(${columnOf(mapping, alias, name)}) = trim(${columnOf(mapping, source, right)})`
      })
      return `left join ${identifier(source)} on ${pairs.join(' and ')}`
    })
    return [
      `(select ${read.join(', ')} from ${open.reader(faults)}) as ${identifier(primary)}`,
      ...joins,
    ].join('\n')
  }

const writeRows = async (
  engine: Engine,
  mapping: Mapping,
  config: FeedConfig,
  from: string,
  target: string,
): Promise<void> => {
  const passes =
    config.where === undefined
      ? 'true'
      : `("#malformed" or coalesce(cast((\n${config.where}\n) as boolean), false))`
  const columns = [
    '"#record" as place',
    `${passes} as passes`,
    '"#malformed" as malformed',
    ...mapping.reads.map(({ sql }) => sql),
    ...mapping.canonical.map(({ name, sql }) => `${sql} as ${name}`),
  ]
  await engine.run(
    `copy (select ${columns.join(', ')} from ${from}) to ${literal(target)} (format parquet)`,
  )
}

/** Which expression it was that failed on a row. The engine's own message may quote the row. */
const failingExpression = async (
  engine: Engine,
  parts: readonly MappingPart[],
  from: string,
): Promise<InputRefused | undefined> => {
  for (const { where, expression } of parts) {
    if (expression === undefined) continue
    const failed = await engine.run(`select count((\n${expression}\n)) from ${from}`).then(
      () => false,
      () => true,
    )
    if (failed) {
      return new InputRefused(
        `Expected an expression that holds for every row, found one that fails: ${where}.`,
        'Use try_cast and try_strptime, which give null for a value that they cannot read.',
      )
    }
  }
  return undefined
}
