import path from 'node:path'
import { type Engine, identifier, literal } from '../../src/engine/engine.ts'
import { states } from '../../src/feeds/states.ts'
import type { ClaimRow, Payer, ProviderRow } from '../reference/payer.ts'
import { type NpiPanel, type NamedProvider, resolveProvider } from './resolve-npi.ts'
import type { Manifest } from '../../src/runs/manifest.ts'

/** One file, as it was delivered: its text, without the rows that the night rejected. */
type Text<Row> = { [Column in keyof Row]: string }

const codes = new Map(Object.entries(states).map(([code, name]) => [name.toLowerCase(), code]))

const codeOf = (state: string): string => codes.get(state.toLowerCase()) ?? state

/**
 * The payer of a night with its sampled members alone, read from the delivered files: the
 * rows of each feed about them, and the whole roster.
 */
export const sampledPayer = async (
  engine: Engine,
  lake: string,
  { as_of: asOf, inputs, run_id: run }: Manifest,
  isSampled: string,
): Promise<Payer> => {
  const filesOf = (feed: string): string[] =>
    inputs.filter((file) => file.feed === feed && file.use === 'read').map(({ uri }) => uri)
  const read = async <Row>(feed: string, uri: string, where = ''): Promise<Text<Row>[]> =>
    engine.all<Text<Row>>(await query(engine, lake, `runs/${run}/quarantine`, feed, uri, where))
  const all = async <Row>(feed: string, where = ''): Promise<Text<Row>[]> =>
    (await Promise.all(filesOf(feed).map((uri) => read<Row>(feed, uri, where)))).flat()

  const providers = (await all<ProviderRow & NpiPanel>('providers')).map((row) => ({
    ...row,
    state: codeOf(row.state),
    license_states: row.license_states.split('|').map(codeOf).join('|'),
  }))
  const enrollment = await all<Payer['enrollment'][number]>('enrollment', isSampled)
  const recorded = await all<NonNullable<Payer['systemOfRecord']>[number]>(
    'current_assignments',
    isSampled,
  )
  const resolve = resolveProvider(providers, recorded)
  const claims: ClaimRow[][] = []
  for (const uri of filesOf('claims')) {
    const lines = await read<ClaimRow & NamedProvider>('claims', uri, isSampled)
    claims.push(lines.map((line) => ({ ...line, provider_id: resolve(line) })))
  }
  const selections = await all<Payer['selections'][number]>('self_selections', isSampled)
  return {
    asOf,
    providers,
    enrollment: enrollment.map((row) => ({ ...row, state: codeOf(row.state) })),
    claims,
    // The last delivery of a choice counts.
    selections: [
      ...new Map(
        selections.map((row) => [`${row.member_id} ${row.provider_id} ${row.selected_on}`, row]),
      ).values(),
    ],
    facilities: await all<Payer['facilities'][number]>('facilities'),
    requests: [],
    coverage: [],
    history: [],
    systemOfRecord: recorded,
  }
}

/** Canonical names, empty text for absent values, and no quarantined row. */
const query = async (
  engine: Engine,
  lake: string,
  quarantine: string,
  feed: string,
  uri: string,
  where: string,
): Promise<string> => {
  const file = path.join(lake, uri)
  const reader = uri.endsWith('.parquet')
    ? `read_parquet(${literal(file)})`
    : `read_csv(${literal(file)}, header = true, all_varchar = true, quote = '"', escape = '"')`
  const columns = (await engine.describe(`select * from ${reader}`)).map(
    ({ name }) =>
      `coalesce(trim(cast(${identifier(name)} as varchar)), '') as ${identifier(
        name.trim().toLowerCase().replaceAll(' ', '_'),
      )}`,
  )
  const rejected = path.join(lake, quarantine, `${feed}.parquet`)
  const kept = await engine
    .describe(`select * from read_parquet(${literal(rejected)})`)
    .then(
      () => `record not in (select record from read_parquet(${literal(rejected)})
        where file = ${literal(uri)})`,
    )
    .catch(() => 'true')
  return `select * exclude (record)
    from (select ${columns.join(', ')}, row_number() over () as record from ${reader})
    where ${kept} ${where === '' ? '' : `and ${where}`}`
}
