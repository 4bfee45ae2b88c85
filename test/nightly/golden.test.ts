import { cp, readFile, readdir } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { openDuckDb } from '../../src/engine/duckdb-engine.ts'
import { type Engine, identifier, literal } from '../../src/engine/engine.ts'
import { runIn, withFolder, withoutGuardRails } from '../support/night.ts'

/** Each folder is one night: a story, its files, and the expected results. */
const golden = fileURLToPath(new URL('golden/', import.meta.url))
const cases = await readdir(golden)

const titles = await Promise.all(
  cases.map(async (name): Promise<[string, string]> => {
    const [title = ''] = (await readFile(path.join(golden, name, 'story.md'), 'utf8')).split('\n')
    return [title.replace('# ', ''), name]
  }),
)

/** `registry.North.csv` is the practice list, `assignment.exception.csv` the relation. */
const fileOf = (run: string, expected: string): string => {
  const [room = '', name = ''] = expected.split('.')
  const kind = room === 'registry' || room === 'reports' ? 'csv' : 'parquet'
  return path.join(run, room, `${name}.${kind}`)
}

/** All rows as text, of these columns; empty text and null are the same, as in a CSV file. */
const read = async (
  engine: Engine,
  file: string,
  columns: readonly string[],
): Promise<string[]> => {
  const from = file.endsWith('.csv')
    ? `read_csv(${literal(file)}, header = true, all_varchar = true)`
    : `read_parquet(${literal(file)})`
  const cells = columns.map((name) => `coalesce(cast(${identifier(name)} as varchar), '')`)
  const rows = await engine.all<{ row: string }>(
    `select concat_ws(',', ${cells.join(', ')}) as row from ${from}`,
  )
  return rows.map(({ row }) => row.replaceAll(/\b(\d+)\.0\b/g, '$1')).toSorted()
}

describe('a golden night', () => {
  it.each(titles)('%s', async (_, name) => {
    await withFolder(async (lake) => {
      await cp(path.join(golden, name, 'input'), path.join(lake, 'inbox'), { recursive: true })
      const { manifest } = await runIn(lake, { asOf: '2026-06-30', change: withoutGuardRails })
      const run = path.join(lake, 'runs', manifest.run_id)
      const engine = await openDuckDb({ spool: lake })
      try {
        const found: Record<string, readonly string[]> = {}
        const wanted: Record<string, readonly string[]> = {}
        for (const expected of await readdir(path.join(golden, name, 'expected'))) {
          const file = path.join(golden, name, 'expected', expected)
          const [header = ''] = (await readFile(file, 'utf8')).split('\n')
          wanted[expected] = [header, ...(await read(engine, file, header.split(',')))]
          const actual = await read(engine, fileOf(run, expected), header.split(','))
          found[expected] = [header, ...actual]
        }
        expect(found).toEqual(wanted)
      } finally {
        engine.close()
      }
    })
  })
})
