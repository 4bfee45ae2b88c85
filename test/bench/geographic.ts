/**
 * What the geographic step's solver costs alone, and what it proves, from too few seats to plenty:
 * node test/bench/geographic.ts [--members 172000] [--panels 20000] [--capacity 0.9,1,1.05,1.1,1.3,2] [--terms]
 * With --terms costs beside miles count too: ties, languages, tiers, standards.
 */
import { parseArgs } from 'node:util'
import { solveGeographic } from '../../src/solver/solve-geographic.ts'
import { costTerms } from './geographic-terms.ts'
import { geographicPayer } from './geographic-payer.ts'

const { values } = parseArgs({
  options: {
    members: { type: 'string', default: '172000' },
    panels: { type: 'string', default: '20000' },
    capacity: { type: 'string', default: '0.9,1,1.05,1.1,1.3,2' },
    terms: { type: 'boolean', default: false },
  },
})

for (const capacity of values.capacity.split(',').map(Number)) {
  const size = { members: Number(values.members), panels: Number(values.panels), capacity }
  const payer = geographicPayer(size)
  const input = values.terms ? { ...payer, terms: costTerms(payer) } : payer
  const start = performance.now()
  const before = process.cpuUsage()
  const { certificate } = solveGeographic(input)
  const { user, system } = process.cpuUsage(before)
  const wall = (performance.now() - start) / 1000
  const figures = { capacity, cpu: (user + system) / 1e6, wall, ...certificate }
  process.stdout.write(`${JSON.stringify(figures)}\n`)
}
