import path from 'node:path'
import type { FeedConfig } from '../../../config/pipeline.ts'
import { type Engine, identifier, literal } from '../../../engine/engine.ts'
import type { Feed } from '../../../feeds/index.ts'
import { InputRefused } from '../../../base/errors.ts'
import type { Night } from '../../night.ts'
import { readFaults } from './faults.ts'
import { type JoinedFile, checkJoinKeys, columnOf, loadJoined } from './joined.ts'
import type { MappedFile } from './mapped-file.ts'
import { type Mapping, readList } from './mapping.ts'
import type { OpenFile } from '../opening/opened.ts'
import { type MappingPart, aliasesOf, splitName } from './references.ts'
import { withinMinutes } from './time-limit.ts'

let written = 0

/**
 * Reads a file by a mapping with expressions, a `where` or joins, in an engine of its own that can
 * open the files concerned and nothing else. Its rows come back through a file in the spool.
 */
export const sandboxedFile = async (
  night: Pick<Night, 'openEngine' | 'pipeline' | 'spool'>,
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
  const { max_mapping_minutes: minutes } = night.pipeline.settings
  try {
    return await withinMinutes(engine, minutes, open.file.key, async (isOver) => {
      const joined: JoinedFile[] = []
      for (const alias of others) {
        joined.push(...(await loadJoined(engine, alias, opened.get(alias) ?? [], mapping)))
        await checkJoinKeys(engine, feed, config, alias, mapping)
      }
      const from = fromClause(config, mapping, open, primary)
      await writeRows(engine, mapping, config, from('faults'), target).catch(
        async (error: unknown) => {
          if (isOver()) throw error
          throw (await failingExpression(engine, parts, from(undefined))) ?? error
        },
      )
      const faults = await readFaults(engine, 'faults', open, mapping)
      const relation = (): string => `(select * from read_parquet(${literal(target)}))`
      return { mapped: { open, rank, mapping, relation, faults }, joined }
    })
  } finally {
    engine.close()
  }
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
