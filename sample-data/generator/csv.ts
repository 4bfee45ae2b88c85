import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** A value of a CSV row; null is an empty field. */
export type Field = string | number | null

export interface CsvDialect {
  readonly separator?: string
  readonly newline?: string
  /** Starts with a byte order mark, as spreadsheets write it. */
  readonly mark?: boolean
}

const flushAt = 1 << 16

/**
 * A CSV file that is written as its rows come, so a file of any length takes no memory. A `.gz` is
 * held until it is closed: only small ones are made.
 */
export class CsvFile {
  private readonly path: string
  private readonly descriptor: number | undefined
  private readonly separator: string
  private readonly newline: string
  private readonly special: RegExp
  private pending: string

  constructor(folder: string, name: string, header: readonly string[], dialect: CsvDialect = {}) {
    this.path = join(folder, name)
    this.separator = dialect.separator ?? ','
    this.newline = dialect.newline ?? '\n'
    this.special = new RegExp(`["\\r\\n${this.separator}]`)
    this.pending = `${dialect.mark === true ? '\uFEFF' : ''}${header.join(this.separator)}${this.newline}`
    mkdirSync(dirname(this.path), { recursive: true })
    this.descriptor = name.endsWith('.gz') ? undefined : openSync(this.path, 'w')
  }

  row(fields: readonly Field[]): void {
    let line = ''
    for (let i = 0; i < fields.length; i += 1) {
      const field = fields[i]
      if (i > 0) line += this.separator
      if (typeof field === 'string') line += this.special.test(field) ? this.quoted(field) : field
      else if (typeof field === 'number') line += field
    }
    this.raw(line)
  }

  /** A row that needs no quoting, joined by the caller. */
  raw(line: string): void {
    this.pending += line + this.newline
    if (this.descriptor !== undefined && this.pending.length > flushAt) {
      writeSync(this.descriptor, this.pending)
      this.pending = ''
    }
  }

  close(): void {
    if (this.descriptor === undefined) {
      writeFileSync(this.path, gzipSync(this.pending, { level: 9 }))
      return
    }
    writeSync(this.descriptor, this.pending)
    closeSync(this.descriptor)
  }

  private quoted(field: string): string {
    return `"${field.replaceAll('"', '""')}"`
  }
}
