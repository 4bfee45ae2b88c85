// `npm start`: the sample payer's night. Copies the sample inbox and its book of requests to ./lake
// and runs it. A lake that has a book keeps it: requests are never replaced.
import { cp, mkdir } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { main } from '../src/cli/main.ts'

const AS_OF = '2026-06-30'

await mkdir('lake', { recursive: true, mode: 0o700 })
await cp(new URL('inbox', import.meta.url), 'lake/inbox', { recursive: true })
if (!existsSync('lake/requests')) {
  await cp(new URL('requests', import.meta.url), 'lake/requests', { recursive: true })
}
process.stdout.write(
  `The sample payer's files are in ./lake/inbox, its requests in ./lake/requests; the night of ${AS_OF}:\n\n`,
)
process.exitCode = await main(['run', '--lake', './lake', '--as-of', AS_OF])
