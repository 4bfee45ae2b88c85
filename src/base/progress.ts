/** Reports the progress of a night to a terminal or a log. */
export interface Progress {
  /** Begins a stage or a part of one; `total` is in the unit that `advance` counts. */
  start(label: string, total?: number): void
  advance(done?: number): void
  end(): void
}

export const silentProgress: Progress = { start() {}, advance() {}, end() {} }
