/** What one statement used over a whole run, all its times together; `cpu` in seconds. */
export interface StatementCost {
  readonly label: string
  readonly times: number
  readonly cpu: number
}

/** What a measured process used: CPU-seconds of all its threads, bytes at its largest. */
export interface Usage {
  readonly cpu: number
  readonly peak: number
  readonly statements: readonly StatementCost[]
}
