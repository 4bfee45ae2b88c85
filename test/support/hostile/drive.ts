import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Outcome } from './case.ts'

export type Job =
  | { readonly seed: number; readonly number: number }
  | { readonly seed: number; readonly numbers: readonly number[] }

export interface NightOutcome {
  readonly exit: number
  /** Records read of each case's file, in the order of the job; null where the night has no count. */
  readonly read: readonly (number | null)[]
  readonly message: string
}

export type Answer = { readonly outcome: Outcome } | { readonly night: NightOutcome }

/** A process that died or hung on a job. */
export interface Lost {
  readonly lost: string
}

const script = fileURLToPath(new URL('worker.ts', import.meta.url))

/**
 * Runs jobs in a child process, one at a time. A crash or a job longer than `seconds` is a result, and
 * the next job gets a new process.
 */
export class Worker {
  readonly #seconds: number
  #child: ChildProcess | undefined

  constructor(seconds: number) {
    this.#seconds = seconds
  }

  async do(job: Job): Promise<Answer | Lost> {
    this.#child ??= await started()
    const child = this.#child
    const answer = await new Promise<Answer | Lost>((resolve) => {
      const timer = setTimeout(
        () => settle({ lost: `hung for ${this.#seconds} s` }),
        this.#seconds * 1000,
      )
      const onMessage = (message: unknown): void => settle(message as Answer)
      const onExit = (code: number | null, signal: string | null): void =>
        settle({ lost: `the process ended by ${signal ?? code}` })
      const settle = (result: Answer | Lost): void => {
        clearTimeout(timer)
        child.off('message', onMessage).off('exit', onExit)
        resolve(result)
      }
      child.on('message', onMessage).on('exit', onExit)
      child.send(job)
    })
    if ('lost' in answer) {
      child.kill('SIGKILL')
      this.#child = undefined
    }
    return answer
  }

  close(): void {
    this.#child?.disconnect()
  }
}

const started = (): Promise<ChildProcess> =>
  new Promise((resolve, reject) => {
    const child = fork(script, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    child.once('message', () => resolve(child)).once('error', reject)
  })

/** Runs every job with two workers. Answers come in the order of the jobs. */
export const doAll = async <T>(
  jobs: readonly T[],
  seconds: number,
  work: (worker: Worker, job: T) => Promise<void>,
): Promise<void> => {
  let next = 0
  const workers = [new Worker(seconds), new Worker(seconds)]
  await Promise.all(
    workers.map(async (worker) => {
      for (let job = jobs[next++]; job !== undefined; job = jobs[next++]) await work(worker, job)
      worker.close()
    }),
  )
}
