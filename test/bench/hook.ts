// Loaded into a measured process by `--import`: counts what it used, statement by statement, and
// writes that down as it exits. The product does not depend on it.
import { writeFileSync } from 'node:fs'
import { DuckDBConnection, DuckDBPreparedStatement, DuckDBResult } from '@duckdb/node-api'
import { labelOf } from './label.ts'
import type { StatementCost } from './usage.ts'

const costs = new Map<string, StatementCost>()
let current = 'starting'
let last = process.cpuUsage()

/** Charges what was used since the last boundary to what ran until now. */
const boundary = (next: string, counts = false): void => {
  const { user, system } = process.cpuUsage(last)
  last = process.cpuUsage()
  const cost = costs.get(current) ?? { label: current, times: 0, cpu: 0 }
  costs.set(current, { ...cost, cpu: cost.cpu + (user + system) / 1e6 })
  current = next
  if (!counts) return
  const own = costs.get(next) ?? { label: next, times: 0, cpu: 0 }
  costs.set(next, { ...own, times: own.times + 1 })
}

const labels = new WeakMap<object, string>()

type Method = (this: object, ...args: unknown[]) => Promise<unknown>

const wrap = (prototype: object, name: string, label: (self: object, sql: unknown) => string) => {
  const original = Reflect.get(prototype, name) as Method
  Reflect.set(prototype, name, async function wrapped(this: object, ...args: unknown[]) {
    const own = label(this, args[0])
    boundary(own, name !== 'fetchChunk')
    const result = await original.apply(this, args)
    if (typeof result === 'object' && result !== null) labels.set(result, own)
    boundary(`after: ${own}`)
    return result
  })
}

for (const name of ['run', 'stream', 'prepare']) {
  wrap(DuckDBConnection.prototype, name, (_, sql) => labelOf(String(sql)))
}
for (const name of ['run', 'stream']) {
  wrap(DuckDBPreparedStatement.prototype, name, (self) => labels.get(self) ?? 'prepared')
}
wrap(DuckDBResult.prototype, 'fetchChunk', (self) => labels.get(self) ?? 'result')

process.on('exit', () => {
  boundary('exit')
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  const usage = {
    cpu: (userCPUTime + systemCPUTime) / 1e6,
    peak: maxRSS * 1024,
    statements: [...costs.values()].toSorted((a, b) => b.cpu - a.cpu),
  }
  writeFileSync(process.env['EMPANEL_BENCH_USAGE'] ?? '/dev/null', JSON.stringify(usage))
})
