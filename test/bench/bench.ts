// npm run bench -- [--size S] [--rounds 3] [--only cold,usual] [--data DIR] [--out docs] [--sample 10000]
// Makes a payer, measures floors and nights, and writes performance.md, .json and two plots.
import { mkdir } from 'node:fs/promises'
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { makeData } from './data.ts'
import { writeDocument } from './document.ts'
import { measure } from './measure.ts'
import { compareWithReference } from './reference-check.ts'
import { type Measure, type Results, measures, readResults, writeResults } from './results.ts'
import { type Size, sizeNames } from './sizes.ts'

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: 'S' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string', default: measures.join(',') },
    data: { type: 'string', default: path.join(tmpdir(), 'empanel-bench') },
    out: { type: 'string', default: fileURLToPath(new URL('../../docs/', import.meta.url)) },
    sample: { type: 'string', default: '10000' },
    'document-only': { type: 'boolean', default: false },
  },
})

const chosen = <T extends string>(name: string, text: string, allowed: readonly T[]): T => {
  const found = allowed.find((one) => one === text)
  if (found === undefined) {
    throw new RangeError(`Expected --${name} to be of ${allowed.join(', ')}, got '${text}'`)
  }
  return found
}

const say = (text: string): void => {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`)
}

const machine = (): string =>
  `${availableParallelism()} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB`

const file = path.join(values.out, 'performance.json')
let results: Results = (await readResults(file)) ?? { machine: machine(), sizes: {} }

if (!values['document-only']) {
  const size: Size = chosen('size', values.size, sizeNames)
  const only = values.only.split(',').map((name): Measure => chosen('only', name, measures))
  say(`making or finding the payer of size ${size} below ${values.data}`)
  await mkdir(values.out, { recursive: true })
  const data = await makeData(values.data, size)
  const plan = { rounds: Number(values.rounds), only, say }
  const found = await measure(data, plan, async (lake, manifest) => {
    if (values.sample === '0') return {}
    const reference = await compareWithReference(lake, manifest, Number(values.sample))
    say(`reference: ${reference.differ} of ${reference.rows} rows differ`)
    reference.examples.forEach(say)
    return { reference }
  })
  results = { machine: machine(), sizes: { ...results.sizes, [size]: found } }
  await writeResults(file, results)
}
await writeDocument(values.out, results)
