import { readFileSync, watch } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { ended, start } from './process.ts'

/** What could be seen of a command from outside the lake. */
export interface Watched {
  readonly exit: number | null
  readonly stdout: string
  readonly stderr: string
  /** Names of files that lay in the temporary folder at any time. */
  readonly names: readonly string[]
  /** What a list of processes showed of it, from when it had read its own arguments. */
  readonly titles: readonly string[]
}

/** Runs a command in a folder as a process of its own, with eyes on its temporary folder. */
export const watched = async (
  args: readonly string[],
  folder: string,
  until?: () => Promise<unknown>,
): Promise<Watched> => {
  const tmp = path.join(folder, 'tmp')
  await mkdir(tmp, { recursive: true })
  const names: string[] = []
  const watcher = watch(tmp, { recursive: true }, (_, name) => names.push(name ?? ''))
  const child = start(args, folder, { TMPDIR: tmp })
  const titles = new Set<string>()
  const looker = setInterval(() => titles.add(titleOf(child.pid)), 20)
  const end = ended(child)
  try {
    if (until) {
      await until()
      child.kill('SIGTERM')
    }
    const { exit, stdout, stderr } = await end
    const shown = [...titles].filter((title) => title !== '' && !title.includes('bin.js'))
    return { exit, stdout, stderr, names, titles: shown }
  } finally {
    clearInterval(looker)
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

/** Which of the values stand in a text. */
export const found = (text: string, values: readonly string[]): string[] =>
  values.filter((value) => text.includes(value))
