import type { Night } from './night.ts'

/**
 * The work of one room. `reads` and `writes` name schemas: a stage that reads a schema which no earlier
 * stage writes does not compile.
 */
export interface Stage<Reads extends string, Writes extends string> {
  readonly name: string
  readonly reads: readonly Reads[]
  readonly writes: Writes
  run(night: Night): Promise<void>
}

/** Declares a stage; its type keeps the names of the schemas that it reads and writes. */
export const stage = <const Reads extends string, const Writes extends string>(
  definition: Stage<Reads, Writes>,
): Stage<Reads, Writes> => definition

interface PipelineTypeError<Message extends string> {
  readonly error: Message
}

type AnyStage = Stage<string, string>

/** Stages in order; each reads only what earlier ones write. */
export class Pipeline<Available extends string> {
  readonly stages: readonly AnyStage[]

  private constructor(stages: readonly AnyStage[]) {
    this.stages = stages
  }

  /** Starts a pipeline whose first stage may read these schemas. */
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
