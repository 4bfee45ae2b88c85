/** A fault in the file of a relation. */
export interface ModelProblem {
  /** `sql/evidence/visit.sql`, followed by `:line` where the line is known. */
  readonly where: string
  readonly message: string
}

export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)
