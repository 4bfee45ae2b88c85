/** Tells a person or a log how far a night is. */
export interface Progress {
  /** A stage or a part of it begins; `total` is in whatever unit `advance` counts. */
  start(label: string, total?: number): void
  advance(done?: number): void
  end(): void
}

export const silentProgress: Progress = { start() {}, advance() {}, end() {} }
