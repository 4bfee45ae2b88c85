// Writes sample-data/requests/ anew from book.ndjson.
import { rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { writeBook } from './generator/book.ts'

const [folder = fileURLToPath(new URL('.', import.meta.url))] = process.argv.slice(2)
await rm(`${folder}/requests`, { recursive: true, force: true })
await writeBook(folder)
