import path from 'node:path'
import { InputRefused } from '../../../base/errors.ts'
import type { FeedConfig } from '../../../config/pipeline.ts'
import { type Engine, identifier, literal } from '../../../engine/engine.ts'
import type { Night } from '../../night.ts'
import { type Mapping, readList } from '../mapping/mapping.ts'
import { type MappingPart, aliasesOf, splitName } from '../mapping/references.ts'
import type { OpenFile } from '../opening/opened.ts'
import type { FeedPlan, PlannedFile } from '../plan/feed-plan.ts'
import { readFaults } from './faults.ts'
import { type JoinedFile, checkJoinKeys, columnOf, loadJoined } from './joined-files.ts'
import type { MappedFile } from './mapped-file.ts'
import { withinMinutes } from './time-limit.ts'

let written = 0

/**
 * Reads a file whose mapping has expressions, a `where` or joins, in an engine of its own that can
 * open the files concerned and nothing else. Its rows come back as a Parquet file in the spool.
 */
export const mapInSandbox = async (
  night: Pick<Night, 'openEngine' | 'pipeline' | 'spool'>,
  plan: FeedPlan,
  planned: PlannedFile,
): Promise<{ mapped: MappedFile; joined: JoinedFile[] }> => {
  const { open, opened, rank, mapping } = planned
  const target = path.join(night.spool, `mapped-${++written}.parquet`)
  const files = [...opened.values()].flat().map((file) => file.path)
  const engine = await night.openEngine({ onlyFiles: [...files, target] })
  const { max_mapping_minutes: minutes } = night.pipeline.settings
  try {
    return await withinMinutes(engine, minutes, open.file.key, async (isOver) => {
      const joined = await loadSources(engine, plan, planned)
      const from = (faults?: string): string => fromClause(plan.config, mapping, open, faults)
      await writeRows(engine, plan.config, mapping, { from: from('faults'), target }).catch(
        async (error: unknown) => {
          if (isOver()) throw error
          throw (await failingExpression(engine, plan.parts, from())) ?? error
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

/** Loads every source but the first into a table named by its alias. */
const loadSources = async (
  engine: Engine,
  { feed, config }: FeedPlan,
  { opened, mapping }: PlannedFile,
): Promise<JoinedFile[]> => {
  const joined: JoinedFile[] = []
  for (const alias of aliasesOf(config).slice(1)) {
    joined.push(...(await loadJoined(engine, alias, opened.get(alias) ?? [], mapping)))
    await checkJoinKeys(engine, { feed: feed.name, config, alias, mapping })
  }
  return joined
}

const fromClause = (
  config: FeedConfig,
  mapping: Mapping,
  open: OpenFile,
  faults: string | undefined,
): string => {
  const [primary = ''] = aliasesOf(config)
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
  config: FeedConfig,
  mapping: Mapping,
  { from, target }: { readonly from: string; readonly target: string },
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

/** Finds the expression that failed. The engine's own message may quote a row, so it is not shown. */
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
        `Expected an expression that works on every row, found one that fails: ${where}.`,
        'Use try_cast and try_strptime, which return null for a value that they cannot read.',
      )
    }
  }
  return undefined
}
