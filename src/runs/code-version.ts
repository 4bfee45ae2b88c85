import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { version as engineVersion } from '../engine/duckdb-engine.ts'

const root = new URL('../../', import.meta.url)

/** The versions that decide a result, besides input and policy; `sql` is a checksum of the SQL files. */
export const codeVersion = (): { empanel: string; sql: string; node: string; duckdb: string } => {
  const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
    version: string
  }
  return { empanel: version, sql: checksumOfSql(), node: process.version, duckdb: engineVersion }
}

const checksumOfSql = (): string => {
  const folder = fileURLToPath(new URL('sql/', root))
  const hash = createHash('sha256')
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(folder.length))
  for (const name of names.toSorted()) hash.update(`${name}\n`).update(readFileSync(folder + name))
  return hash.digest('hex')
}
