import { type Feed, feeds } from '../../../feeds/index.ts'
import type { Header } from '../../../models/header.ts'
import type { Relation } from '../../../models/relation.ts'
import { compileContract } from '../../../feeds/sql/compile.ts'

type Columns = Header['columns']

/** Where a row came from, in every relation of a feed. */
const origin: Columns = {
  file_rank: {
    type: 'INTEGER',
    meaning: 'The place of its file in the order of delivery, from 1.',
  },
  record: { type: 'BIGINT', meaning: 'The place of the row in its file, from 1.' },
}

const rejectedRow: Columns = {
  feed: { type: 'VARCHAR', meaning: 'The feed.' },
  file: { type: 'VARCHAR', meaning: 'The file, relative to the lake.' },
  ...origin,
  column: { type: 'VARCHAR', meaning: 'The first column that failed.' },
  reason: { type: 'VARCHAR', meaning: 'Why, as code:column.' },
  raw: { type: 'VARCHAR', meaning: 'The source columns as they came, as JSON.' },
  member_id: { type: 'VARCHAR', meaning: 'As delivered, where the feed has one.' },
  provider_id: { type: 'VARCHAR', meaning: 'As delivered, where the feed has one.' },
}

const fileFate: Columns = {
  feed: { type: 'VARCHAR', meaning: 'The feed.' },
  file: { type: 'VARCHAR', meaning: 'The file, relative to the lake.' },
  file_rank: { type: 'INTEGER', meaning: 'Its place in the order of delivery, from 1.' },
  read: { type: 'BIGINT', meaning: 'Rows in the file.' },
  accepted: { type: 'BIGINT', meaning: 'Rows that count.' },
  rejected: { type: 'BIGINT', meaning: 'Rows in quarantine.' },
  filtered: { type: 'BIGINT', meaning: "Rows that the mapping's where left out." },
  superseded: { type: 'BIGINT', meaning: 'Rows that a later one replaced.' },
  is_joined: {
    type: 'BOOLEAN',
    meaning: "Whether its rows were joined to another file's, and are none of the feed themselves.",
  },
}

const claimPassedBy: Columns = {
  file_rank: { type: 'INTEGER', meaning: 'The place of the file in the order of delivery.' },
  lines: {
    type: 'BIGINT',
    meaning: 'Accepted lines of it that no model needs; they are not kept.',
  },
}

/** What claim lines have beside the contract's columns. */
const claimKey: Columns = {
  key_hash: {
    type: 'BIGINT',
    meaning:
      'Stands for claim_id and line_number; null for a denied or pending line. Two keys may have the same by chance.',
  },
}

/** What ingest makes: a relation a feed, one for each list in it, the rejected rows and the counts. */
export const rawRelations = (): Relation[] => [
  ...feeds.flatMap((feed) => [feedRelation(feed), ...listRelations(feed)]),
  relation('rejected_row', 'A row that was rejected.', ['feed', 'file', 'record'], rejectedRow),
  relation(
    'claim_passed_by',
    'How many accepted claim lines of a file were read and let go.',
    ['file_rank'],
    claimPassedBy,
  ),
  relation(
    'claim_shared_key',
    'The key_hash of raw.claims that more than one of its lines has: versions of a line, as good as always.',
    ['key_hash'],
    claimKey,
  ),
  relation('file_fate', 'What became of the rows of a file.', ['feed', 'file'], fileFate),
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
