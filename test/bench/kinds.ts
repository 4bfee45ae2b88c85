import type { StatementCost } from './usage.ts'

const lists = /select from publication\.(practice_list|list_file)$/

const LISTS = 'practice lists: the pass over the registry, the files, their checksums'

const kinds: readonly (readonly [pattern: RegExp, kind: string])[] = [
  [lists, LISTS],
  [/^(after: )?copy to (scan|needed|#)\.parquet$/, 'claims: read, judged, what may count kept'],
  [/^(create|insert) ingest\./, 'the other feeds: read and judged'],
  [/^(create|insert) (raw|run|book|baseline|places)\./, 'what the rooms start from'],
  [/^(create|insert) (staging|evidence|assignment|attribution|reconciliation|publication)\./, ''],
  [/^copy to .*\.parquet$/, 'public relations written as Parquet, sorted'],
  [/^copy to .*\.csv$/, 'reports and other files written as CSV'],
  [/^describe/, 'asking for the columns of relations'],
  [/^select/, 'audits, counts and queries of the code'],
  [/^(starting|exit)$/, 'starting and ending the process'],
  [/^after:/, 'our own code between statements: checksums, copies, the solver'],
]

const kindOf = (label: string): string => {
  const kind = kinds.find(([pattern]) => pattern.test(label))?.[1] ?? 'other statements'
  return kind === '' ? `building the relations of ${/ (\w+)\./.exec(label)?.[1]}` : kind
}

/** Statements gathered into a dozen kinds of work, dearest first. */
export const kindsOf = (statements: readonly StatementCost[]): StatementCost[] =>
  [...Map.groupBy(statements, ({ label }) => kindOf(label))]
    .map(([label, own]) => ({
      label,
      times: own.reduce((sum, { times }) => sum + times, 0),
      cpu: own.reduce((sum, { cpu }) => sum + cpu, 0),
    }))
    .toSorted((a, b) => b.cpu - a.cpu)

/** What the practices' lists cost of a night, by its kinds of work; NaN where it was not measured. */
export const listsOf = (work: readonly StatementCost[] = []): number =>
  work.find(({ label }) => label === LISTS)?.cpu ?? Number.NaN
