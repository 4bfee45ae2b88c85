import { loadPipeline } from '../../config/pipeline.ts'
import { loadPolicy } from '../../config/policy.ts'
import { withEngine } from '../../engine/with-engine.ts'
import { feedNamed, feedNames } from '../../feeds/index.ts'
import { compileContract } from '../../feeds/sql/compile.ts'
import { checkModels } from '../../models/check.ts'
import type { ModelProblem } from '../../models/model-problem.ts'
import { checkMappings } from '../../night/ingest/mapping/check-mappings.ts'
import { rawRelations } from '../../night/ingest/reading/raw-relations.ts'
import { pipelineFile } from '../open-pipeline.ts'

/** What was checked; a mistake in a pipeline, a policy or a contract is thrown. */
export interface Checked {
  /** Each pipeline, `undefined` for the one that comes with empanel, and its policy. */
  readonly pipelines: readonly { readonly pipeline: string | undefined; readonly policy: string }[]
  /** Feed contracts that compile. */
  readonly contracts: number
  /** What is wrong with the models. */
  readonly problems: readonly ModelProblem[]
}

/** `empanel check`: finds everything that can be wrong before there is any data. */
export const check = async (named: readonly string[]): Promise<Checked> => {
  const pipelines = []
  for (const pipeline of named.length === 0 ? [undefined] : named) {
    const file = pipelineFile({ pipeline })
    const config = await loadPipeline(file)
    await loadPolicy(file, config.policy)
    await withEngine((engine) => checkMappings(engine, config))
    pipelines.push({ pipeline, policy: config.policy })
  }
  for (const name of feedNames) compileContract(feedNamed(name))
  const problems = await withEngine((engine) => checkModels(engine, rawRelations()))
  return { pipelines, contracts: feedNames.length, problems }
}
