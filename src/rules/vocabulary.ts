import { assignmentSteps } from './assignment-steps.ts'
import { attributionSteps } from './attribution-steps.ts'
import { everyAssignmentStep, everyStep } from './shared-reasons.ts'
import { type Facts, type Sentences, type Step, outcomes } from './step.ts'

/** The steps of each question and the reasons that all of its steps share. */
export const vocabulary = {
  assignment: { steps: assignmentSteps, shared: everyAssignmentStep },
  attribution: { steps: attributionSteps, shared: everyStep },
} as const satisfies Readonly<Record<string, Questioned>>

interface Questioned {
  readonly steps: Readonly<Record<string, Step>>
  readonly shared: Sentences
}

export type Question = keyof typeof vocabulary

export const questions = Object.keys(vocabulary) as Question[]

/** The ids of a question's steps. */
export const stepNames = (question: Question): string[] => Object.keys(vocabulary[question].steps)

/** Finds a step by its id; undefined if the question has no such step. */
export const stepNamed = (question: Question, step: string): Step | undefined =>
  Object.hasOwn(vocabulary[question].steps, step)
    ? (vocabulary[question].steps as Readonly<Record<string, Step>>)[step]
    : undefined

/** One reason that a candidate may have. */
export interface ReasonRow {
  readonly question: Question
  /** The step that uses it; `any` if every step of the question may. */
  readonly step: string
  readonly reason: string
  readonly outcome: (typeof outcomes)[number]
  /** The sentence, with the names of its values in braces. */
  readonly meaning: string
}

/** Every reason of every step, as rows. */
export const reasonRows = (): ReasonRow[] =>
  questions.flatMap((question) => {
    const { steps, shared } = vocabulary[question]
    return [
      ...Object.entries<Step>(steps).flatMap(([step, its]) =>
        outcomes.flatMap((outcome) => rowsOf(its[outcome], { question, step, outcome })),
      ),
      ...rowsOf(shared, { question, step: 'any', outcome: 'failed' }),
    ]
  })

const rowsOf = (
  sentences: Sentences,
  of: Pick<ReasonRow, 'question' | 'step' | 'outcome'>,
): ReasonRow[] =>
  Object.entries(sentences).map(([reason, sentence]) => ({
    ...of,
    reason,
    meaning: sentence(placeholders),
  }))

const placeholders: Facts = {
  provider: '{provider}',
  found: '{found}',
  limit: '{limit}',
  distance: '{distance}',
}

/** What the sentence of a candidate is made from: the step that offered it, the reason, and the values. */
export interface Wording {
  readonly step: string
  readonly reason: string
  readonly facts: Facts
}

/**
 * Returns the sentence of a candidate.
 * @throws Error if the vocabulary lacks the reason; the night's audits prevent that.
 */
export const sentenceOf = (question: Question, { step, reason, facts }: Wording): string => {
  const its = stepNamed(question, step)
  const own = its && { ...its.held, ...its.failed, ...its.absent }[reason]
  if (own) return `${own(facts)}.`
  const shared = vocabulary[question].shared[reason]
  if (!shared) throw new Error(`The ${question} vocabulary has no reason ${step}/${reason}.`)
  const opening = reason in everyStep || its?.refusal === undefined ? '' : `${its.refusal}: `
  return `${opening}${shared(facts)}.`
}
