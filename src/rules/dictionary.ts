import type { Step } from './step.ts'
import { type Question, type ReasonRow, questions, reasonRows, vocabulary } from './vocabulary.ts'

/** The steps and reasons of both questions, as Markdown. */
export const reasonDictionary = (): string =>
  `${[
    '# Steps and reasons',
    'Each step of an assignment or attribution offers candidates. A candidate has one reason: `held`, why the step decides; `failed`, why this candidate does not hold; `absent`, why the step has no candidate for the member. `empanel explain` writes the sentence with its values in place of the braces. SQL reads this page as `run.reason`.',
    ...questions.flatMap(sectionOf),
  ].join('\n\n')}\n`

const sectionOf = (question: Question): string[] => [
  `## ${question}`,
  ...Object.entries<Step>(vocabulary[question].steps).flatMap(([step, { label }]) => [
    `### ${step}`,
    `${label}.`,
    tableOf(rowsOf(question, step)),
  ]),
  `### any step of an ${question}`,
  'Reasons that every step shares.',
  tableOf(rowsOf(question, 'any')),
]

const rowsOf = (question: Question, step: string): ReasonRow[] =>
  reasonRows().filter((row) => row.question === question && row.step === step)

const tableOf = (rows: readonly ReasonRow[]): string =>
  [
    '| reason | outcome | sentence |',
    '| --- | --- | --- |',
    ...rows.map(({ reason, outcome, meaning }) => `| ${reason} | ${outcome} | ${meaning} |`),
  ].join('\n')
