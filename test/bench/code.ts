import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The commit that is measured, where there is one. */
export const codeOf = async (): Promise<string> => {
  const git = async (...args: string[]): Promise<string> => (await run('git', args)).stdout.trim()
  try {
    return `commit ${await git('rev-parse', '--short', 'HEAD')}`
  } catch {
    return 'no commit'
  }
}
