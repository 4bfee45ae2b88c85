import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Usage } from './usage.ts'

const hook = new URL('hook.ts', import.meta.url).href

export interface Measured extends Usage {
  readonly exit: number | null
  readonly wall: number
  readonly stdout: string
}

/** Runs a script as a process of its own and returns what it used. */
export const measureScript = async (script: string, args: readonly string[]): Promise<Measured> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'empanel-bench-'))
  const file = path.join(folder, 'usage.json')
  try {
    const start = performance.now()
    const { exit, stdout } = await ended(['--import', hook, script, ...args], file)
    const wall = (performance.now() - start) / 1000
    return { ...(JSON.parse(await readFile(file, 'utf8')) as Usage), exit, wall, stdout }
  } finally {
    await rm(folder, { recursive: true })
  }
}

const ended = (
  args: readonly string[],
  usageFile: string,
): Promise<{ readonly exit: number | null; readonly stdout: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      env: { ...process.env, EMPANEL_BENCH_USAGE: usageFile },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const [out, errors]: [Buffer[], Buffer[]] = [[], []]
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk))
    child.on('error', reject)
    child.on('close', (exit) => {
      // 3 = held by a guard rail: every stage has run.
      if (exit === 0 || exit === 3) resolve({ exit, stdout: Buffer.concat(out).toString() })
      else reject(new Error(`${args.join(' ')} ended with ${exit}:\n${String(errors.at(-1))}`))
    })
  })
