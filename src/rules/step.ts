/** The values that a sentence may name, as the models give them; empty where there is none. */
export interface Facts {
  readonly provider: string
  /** The value that decided. */
  readonly found: string
  /** The limit it was compared with. */
  readonly limit: string
  /** `12.3 miles`, or `an unknown distance`. */
  readonly distance: string
}

/** A reason in plain English, in lowercase letters and without a final period. */
export type Sentence = (facts: Facts) => string

/** Sentences by reason code. */
export type Sentences = Readonly<Record<string, Sentence>>

/** The outcomes of a candidate, in the order in which the reference lists their reasons. */
export const outcomes = ['held', 'failed', 'absent'] as const

/** One step of an assignment or attribution. Its id is its key in the vocabulary. */
export interface Step {
  /** What lists and reports call the step, unless the policy gives it another label. */
  readonly label: string
  /** Opens the sentence when the provider fails a test that all steps share. */
  readonly refusal?: string
  /** Why the step decides. */
  readonly held: Sentences
  /** Why this candidate does not hold. */
  readonly failed: Sentences
  /** Why the step has no candidate for the member: one reason. */
  readonly absent: Sentences
  /** Whether the step assigns a PMP that someone named: a full panel is then reported, not prevented. */
  readonly isRequested?: boolean
  /** The alert type if a PMP that someone named is not assigned. */
  readonly refusalAlert?: string
}

/** `one qualifying visit`, `3 qualifying visits`. */
export const visits = (count: string): string =>
  `${count} qualifying visit${count === '1' ? '' : 's'}`

/** A reason code as words. */
export const words = (code: string): string => code.replaceAll('_', ' ')
