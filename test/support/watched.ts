import { readFileSync, watch } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { vi } from 'vitest'
import { empanel } from './command.ts'
import { ended, start } from './process.ts'

/** What can be seen of a command from outside the lake. */
export interface Watched {
  readonly exit: number | null
  readonly stdout: string
  readonly stderr: string
  /** Names of files that were in the temporary folder at any time. */
  readonly names: readonly string[]
  /** What a list of processes showed of it once it had read its arguments. */
  readonly titles: readonly string[]
}

/** Runs a command in a folder as a process of its own, and watches its temporary folder. */
export const watched = (
  args: readonly string[],
  folder: string,
  until?: () => Promise<unknown>,
): Promise<Watched> =>
  watching(folder, async (tmp) => {
    const child = start(args, folder, { TMPDIR: tmp })
    const titles = new Set<string>()
    const poll = setInterval(() => titles.add(titleOf(child.pid)), 20)
    const end = ended(child)
    try {
      if (until) {
        await until()
        child.kill('SIGTERM')
      }
      const { exit, stdout, stderr } = await end
      const shown = [...titles].filter((title) => title !== '' && !title.includes('bin.js'))
      return { exit, stdout, stderr, titles: shown }
    } finally {
      clearInterval(poll)
    }
  })

/** The same in this process, whose title is not the command's: most of a second less. */
export const watchedHere = (args: readonly string[], folder: string): Promise<Watched> =>
  watching(folder, async (tmp) => {
    vi.stubEnv('TMPDIR', tmp)
    try {
      return { ...(await empanel(args, folder)), titles: [] }
    } finally {
      vi.unstubAllEnvs()
    }
  })

/** Collects the names of files in the temporary folder of the work. */
const watching = async (
  folder: string,
  work: (tmp: string) => Promise<Omit<Watched, 'names'>>,
): Promise<Watched> => {
  const tmp = path.join(folder, 'tmp')
  await mkdir(tmp, { recursive: true })
  const names: string[] = []
  const watcher = watch(tmp, { recursive: true }, (_, name) => names.push(name ?? ''))
  try {
    return { ...(await work(tmp)), names }
  } finally {
    watcher.close()
  }
}

/** What `ps` shows of a process and its threads, as long as there is one. */
const titleOf = (pid: number | undefined): string => {
  try {
    return ['comm', 'cmdline'].map((name) => readFileSync(`/proc/${pid}/${name}`, 'utf8')).join(' ')
  } catch {
    return ''
  }
}

/** The values that are in a text. */
export const found = (text: string, values: readonly string[]): string[] =>
  values.filter((value) => text.includes(value))
