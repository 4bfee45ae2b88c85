// What no night can go below, as a process of its own: node floor.ts csv|parquet|sha256 FILE…
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { DuckDBInstance } from '@duckdb/node-api'
import { claimTypes } from './claim-types.ts'

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** Reads every column with its declared type and hashes them all, with two threads. */
const scan = async (reader: string): Promise<void> => {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' })
  const connection = await instance.connect()
  const result = await connection.run(
    `select count(*) as rows, bit_xor(hash(${Object.keys(claimTypes).join(', ')})) as hash from ${reader}`,
  )
  const [row] = await result.getRowObjectsJson()
  process.stdout.write(`${JSON.stringify(row)}\n`)
  connection.closeSync()
  instance.closeSync()
}

const [floor, ...files] = process.argv.slice(2)
const list = `[${files.map(quoted).join(', ')}]`
if (floor === 'csv') {
  const columns = Object.entries(claimTypes).map(([name, type]) => `'${name}': '${type}'`)
  await scan(
    `read_csv(${list}, header = true, delim = ',', quote = '"', ignore_errors = true,
      columns = {${columns.join(', ')}})`,
  )
} else if (floor === 'parquet') {
  await scan(`read_parquet(${list})`)
} else {
  for (const file of files) {
    const hash = createHash('sha256')
    await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash)
    process.stdout.write(`${hash.digest('hex')}\n`)
  }
}
