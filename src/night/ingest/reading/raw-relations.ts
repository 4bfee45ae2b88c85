import { type Feed, feeds } from '../../../feeds/index.ts'
import type { Header } from '../../../models/header.ts'
import type { Relation } from '../../../models/relation.ts'
import { compileContract } from '../../../feeds/sql/compile.ts'

type Columns = Header['columns']

/** Where a row came from, in every relation of a feed. */
const origin: Columns = {
  file_rank: {
    type: 'INTEGER',
    meaning: 'Position of its file in the order of delivery, from 1.',
  },
  record: { type: 'BIGINT', meaning: 'Number of the row in its file, from 1.' },
}

const rejectedRow: Columns = {
  feed: { type: 'VARCHAR', meaning: 'Name of the feed.' },
  file: { type: 'VARCHAR', meaning: 'Path of the file in the lake.' },
  ...origin,
  column: { type: 'VARCHAR', meaning: 'First column that failed.' },
  reason: { type: 'VARCHAR', meaning: 'Reason, as code:column.' },
  raw: { type: 'VARCHAR', meaning: 'Source columns as delivered, as JSON.' },
  member_id: { type: 'VARCHAR', meaning: 'As delivered, where the feed has one.' },
  provider_id: { type: 'VARCHAR', meaning: 'As delivered, where the feed has one.' },
}

const fileFate: Columns = {
  feed: { type: 'VARCHAR', meaning: 'Name of the feed.' },
  file: { type: 'VARCHAR', meaning: 'Path of the file in the lake.' },
  file_rank: { type: 'INTEGER', meaning: 'Position of the file in the order of delivery, from 1.' },
  read: { type: 'BIGINT', meaning: 'Rows in the file.' },
  accepted: { type: 'BIGINT', meaning: 'Accepted rows.' },
  rejected: { type: 'BIGINT', meaning: 'Rows in quarantine.' },
  filtered: { type: 'BIGINT', meaning: "Rows that the mapping's where filtered out." },
  superseded: { type: 'BIGINT', meaning: 'Rows that a later delivery replaced.' },
  is_joined: {
    type: 'BOOLEAN',
    meaning:
      'Whether its rows were joined to those of another file and are not rows of the feed themselves.',
  },
}

const claimPassedBy: Columns = {
  file_rank: { type: 'INTEGER', meaning: 'Position of the file in the order of delivery.' },
  lines: {
    type: 'BIGINT',
    meaning: 'Accepted lines of the file that no model needs; they are not kept.',
  },
}

/** Columns of claim lines beside those of the contract. */
const claimKey: Columns = {
  key_hash: {
    type: 'BIGINT',
    meaning:
      'Hash of claim_id and line_number; null for a denied or pending line. Two keys may share a hash by chance.',
  },
}

/** Lists the relations of `raw`: one for each feed and each list in it, rejected rows, and counts. */
export const rawRelations = (): Relation[] => [
  ...feeds.flatMap((feed) => [feedRelation(feed), ...listRelations(feed)]),
  relation('rejected_row', 'Rejected rows.', ['feed', 'file', 'record'], rejectedRow),
  relation(
    'claim_passed_by',
    'Number of accepted claim lines of a file that were discarded.',
    ['file_rank'],
    claimPassedBy,
  ),
  relation(
    'claim_shared_key',
    'Each key_hash that several lines of raw.claims share: almost always versions of one line.',
    ['key_hash'],
    claimKey,
  ),
  relation('file_fate', 'Row counts of a file by outcome.', ['feed', 'file'], fileFate),
]

const feedRelation = (feed: Feed): Relation => {
  const { columns, keyColumns } = compileContract(feed)
  const typed = columns.map(({ name, type }) => [name, { type, meaning: meaningOf(feed, name) }])
  return relation(feed.name, feed.summary, keyColumns, {
    ...Object.fromEntries(typed),
    ...origin,
    ...(feed.name === 'claims' ? claimKey : {}),
  })
}

const listRelations = (feed: Feed): Relation[] =>
  compileContract(feed).lists.map((list) => {
    const names = [...list.keyColumns, list.valueColumn]
    const columns = names.map((name) => [
      name,
      { type: 'VARCHAR', meaning: meaningOf(feed, name === list.valueColumn ? list.column : name) },
    ])
    return relation(list.relation, meaningOf(feed, list.column), names, Object.fromEntries(columns))
  })

const meaningOf = (feed: Feed, column: string): string =>
  Object.entries(feed.columns).find(([name]) => name === column)?.[1].description ?? ''

const relation = (
  model: string,
  summary: string,
  grain: readonly string[],
  columns: Columns,
): Relation => ({
  name: `raw.${model}`,
  room: 'raw',
  model,
  file: 'src/feeds',
  header: {
    summary,
    grain: [...grain],
    inputs: [],
    columns,
    audits: {},
    public: false,
    view: false,
  },
  sql: undefined,
})
