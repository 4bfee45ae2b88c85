import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { format } from 'prettier'
import { plotCost } from './plot-cost.ts'
import { plotStages } from './plot-stages.ts'
import type { Results } from './results.ts'
import { tablesOf } from './tables.ts'

const [START, END] = ['<!-- bench: begin -->', '<!-- bench: end -->']

/** Writes the plots, and puts the tables between the page's two marks; the rest of the page is kept. */
export const writeDocument = async (folder: string, results: Results): Promise<void> => {
  await writeFile(path.join(folder, 'performance-cost.svg'), plotCost(results))
  await writeFile(path.join(folder, 'performance-stages.svg'), plotStages(results))
  const page = path.join(folder, 'performance.md')
  const text = await readFile(page, 'utf8').catch(() => `# Performance\n\n${START}\n${END}\n`)
  const [before, rest] = text.split(START)
  const after = rest?.split(END)[1]
  if (before === undefined || after === undefined) {
    throw new Error(`Expected the marks ${START} and ${END} in ${page}, found none`)
  }
  const whole = `${before}${START}\n\n${tablesOf(results)}\n\n${END}${after}`
  await writeFile(page, await format(whole, { parser: 'markdown' }))
}
