/** An answer: one sentence with the fact that decides, then the other facts in order. */
export interface Answer {
  readonly verdict: string
  readonly facts: readonly string[]
}

/** The lines of an answer. */
export const tellAnswer = ({ verdict, facts }: Answer): string[] => [
  verdict,
  ...facts.map((fact) => `  ${fact}`),
]

/** `one member`, `3 members`. */
export const count = (number: number, noun: string): string =>
  number === 1 ? `one ${noun}` : `${number} ${noun}s`

/** The end of a term as words. */
export const until = (day: string | null): string =>
  day === null || day === '9999-12-31' ? 'open' : day
