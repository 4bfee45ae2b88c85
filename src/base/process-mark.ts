import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { errorCode } from './error-code.ts'

/** What tells a process from every other one, also after its number went to another. */
export interface ProcessMark {
  /** This machine since it was started, and within it the space in which process numbers count. */
  readonly host: string
  readonly pid: number
  /** When the process started, as its machine counts. */
  readonly started: string
}

export const markOf = (pid: number): ProcessMark => ({
  host: [hostname(), read('/proc/sys/kernel/random/boot_id'), pidSpace()].join(' ').trim(),
  pid,
  started: startOf(pid),
})

/** Whether the process is known to have ended; of one on another machine nobody can say. */
export const hasEnded = ({ host, pid, started }: ProcessMark): boolean =>
  host === markOf(process.pid).host && (!isAlive(pid) || startOf(pid) !== started)

/** Whether there is a process of this number. One of somebody else's counts too. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return errorCode(error) !== 'ESRCH'
  }
}

const startOf = (pid: number): string =>
  read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ')[19] ?? ''

const pidSpace = (): string => {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return ''
  }
}

/** Empty where the system has no such file. */
const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return ''
  }
}
