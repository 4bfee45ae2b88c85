// `npm start`: the sample payer's night. Copies the sample inbox to ./lake and runs it.
import { cp, mkdir } from 'node:fs/promises'
import { main } from '../src/cli.ts'

const AS_OF = '2026-06-30'

await mkdir('lake', { recursive: true, mode: 0o700 })
await cp(new URL('inbox', import.meta.url), 'lake/inbox', { recursive: true })
process.stdout.write(`The sample payer's files are in ./lake/inbox; the night of ${AS_OF}:\n\n`)
process.exitCode = await main(['run', '--lake', './lake', '--as-of', AS_OF])
