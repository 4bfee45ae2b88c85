import { readFile, writeFile } from 'node:fs/promises'
import type { Comparison } from './reference-check.ts'
import type { Size } from './sizes.ts'
import type { StatementCost } from './usage.ts'

/** What is measured, in the order of a round. */
export const measures = [
  'floor_csv',
  'cold',
  'sha256',
  'usual',
  'floor_parquet',
  'parquet',
  'warm',
  'half_memory',
] as const

export type Measure = (typeof measures)[number]

/** One process: seconds of all processors, seconds by the clock, bytes at its largest. */
export interface Sample {
  readonly cpu: number
  readonly wall: number
  readonly peak: number
  readonly exit: number | null
  readonly stages?: Readonly<Record<string, { readonly wall: number; readonly cpu: number }>>
  readonly statements?: readonly StatementCost[]
  /** All statements, by the kind of work that they do. */
  readonly kinds?: readonly StatementCost[]
}

/** The results of one size. */
export interface SizeResult {
  readonly measured_on: string
  readonly code: string
  readonly claim_lines: number
  readonly claim_bytes: number
  readonly lists: number
  readonly samples: Partial<Record<Measure, readonly Sample[]>>
  /** Members that were compared with the plain second implementation, and how many differed. */
  readonly reference?: Comparison
}

export interface Results {
  readonly machine: string
  readonly sizes: Partial<Record<Size, SizeResult>>
}

export const readResults = async (file: string): Promise<Results | undefined> => {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  return text === undefined ? undefined : (JSON.parse(text) as Results)
}

/** Statements that cost little are many: only the dearest are kept. */
const KEPT = 40

export const writeResults = async (file: string, results: Results): Promise<void> => {
  const short = (key: string, value: unknown): unknown => {
    if (key === 'statements') return (value as StatementCost[]).slice(0, KEPT)
    return typeof value === 'number' ? Math.round(value * 1000) / 1000 : value
  }
  await writeFile(file, `${JSON.stringify(results, short, 2)}\n`)
}

/** The run that used the least CPU. */
export const best = (result: SizeResult, measure: Measure): Sample | undefined =>
  result.samples[measure]?.toSorted((a, b) => a.cpu - b.cpu)[0]
