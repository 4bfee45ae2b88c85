/** One sentence with the deciding fact, then the other facts in order. */
export interface Answer {
  readonly verdict: string
  readonly facts: readonly string[]
}

/** Formats an answer as lines. */
export const answerLines = ({ verdict, facts }: Answer): string[] => [
  verdict,
  ...facts.map((fact) => `  ${fact}`),
]

/** Formats a count with its noun: `one member`, `3 members`. */
export const count = (number: number, noun: string): string =>
  number === 1 ? `one ${noun}` : `${number} ${noun}s`

/** Formats the last day of a term; `open` if it has none. */
export const until = (day: string | null): string =>
  day === null || day === '9999-12-31' ? 'open' : day
