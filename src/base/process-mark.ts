import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { errorCode } from './error-code.ts'

/** Identifies a process uniquely, even after its process id has been reused. */
export interface ProcessMark {
  /** The machine, its current boot, and the namespace of process ids. */
  readonly host: string
  readonly pid: number
  /** The start time of the process, in the kernel's clock ticks since boot. */
  readonly started: string
}

export const markOf = (pid: number): ProcessMark => ({
  host: [hostname(), read('/proc/sys/kernel/random/boot_id'), pidSpace()].join(' ').trim(),
  pid,
  started: startOf(pid),
})

/** Whether the process has certainly ended. False for one on another machine, which can't be checked. */
export const hasEnded = ({ host, pid, started }: ProcessMark): boolean =>
  host === markOf(process.pid).host && (!isAlive(pid) || startOf(pid) !== started)

/** Whether a process with this id exists, including another user's. */
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

/** Reads a file, or returns an empty string where the system has no such file. */
const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return ''
  }
}
