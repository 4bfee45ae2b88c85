import type { Night } from './night.ts'

/**
 * One room's work. `reads` and `writes` name schemas; the pipeline's type makes a stage that reads
 * what no earlier stage writes a compile error.
 */
export interface Stage<Reads extends string, Writes extends string> {
  readonly name: string
  readonly reads: readonly Reads[]
  readonly writes: Writes
  run(night: Night): Promise<void>
}

/** Declares a stage; the types keep the very names of what it reads and writes. */
export const stage = <const Reads extends string, const Writes extends string>(
  definition: Stage<Reads, Writes>,
): Stage<Reads, Writes> => definition

interface PipelineTypeError<Message extends string> {
  readonly error: Message
}

type AnyStage = Stage<string, string>

/** Stages in an order in which each finds what it reads. */
export class Pipeline<Available extends string> {
  readonly stages: readonly AnyStage[]

  private constructor(stages: readonly AnyStage[]) {
    this.stages = stages
  }

  /** A pipeline that starts with these schemas already there. */
  static given<const Available extends string>(..._schemas: Available[]): Pipeline<Available> {
    return new Pipeline<Available>([])
  }

  next<R extends string, W extends string>(
    stage: Stage<R, W> &
      ([R] extends [Available]
        ? unknown
        : PipelineTypeError<`no earlier stage writes ${Exclude<R, Available>}`>),
  ): Pipeline<Available | W> {
    return new Pipeline([...this.stages, stage as AnyStage])
  }
}
