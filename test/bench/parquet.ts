import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { claimTypes } from './claim-types.ts'
import { filesBelow } from './files.ts'

/** The claims files as Parquet with declared types; what no type takes is empty there. */
export const toParquet = async (from: string, to: string): Promise<void> => {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '2GB' })
  const connection = await instance.connect()
  const columns = Object.entries(claimTypes).map(
    ([name, type]) => `try_cast(${name} as ${type}) as ${name}`,
  )
  for (const file of await filesBelow(from)) {
    const target = path.join(to, `${path.relative(from, file).replace(/\.csv$/, '')}.parquet`)
    await mkdir(path.dirname(target), { recursive: true })
    await connection.run(
      `copy (select ${columns.join(', ')} from read_csv('${file}', header = true, all_varchar = true))
       to '${target}' (format parquet, compression zstd)`,
    )
  }
  connection.closeSync()
  instance.closeSync()
}
