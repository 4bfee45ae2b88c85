import { loadPipeline } from '../../config/pipeline.ts'
import { loadPolicy } from '../../config/policy.ts'
import { withEngine } from '../../engine/with-engine.ts'
import { feedNames } from '../../feeds/index.ts'
import { checkModels } from '../../models/check.ts'
import { type ExitCode, exitCode } from '../../base/errors.ts'
import { compileContract } from '../../feeds/sql/compile.ts'
import { checkMappings } from '../../night/ingest/mapping/check-mappings.ts'
import { rawRelations } from '../../night/ingest/raw-relations.ts'
import { feedNamed } from '../../feeds/index.ts'
import { pipelineFile } from '../context.ts'

/** `empanel check`: everything that can be known to be wrong before there is data. */
export const check = async (pipelines: readonly string[]): Promise<ExitCode> => {
  const files = pipelines.length === 0 ? [undefined] : pipelines
  for (const named of files) {
    const file = pipelineFile(named)
    const config = await loadPipeline(file)
    await loadPolicy(file, config.policy)
    await withEngine((engine) => checkMappings(engine, config))
    process.stdout.write(
      `${named ?? 'nightly pipeline'}: pipeline and policy ${config.policy} are sound\n`,
    )
  }
  for (const name of feedNames) compileContract(feedNamed(name))
  process.stdout.write(`${feedNames.length} feed contracts compile\n`)
  const problems = await withEngine((engine) => checkModels(engine, rawRelations()))
  for (const problem of problems) {
    process.stdout.write(`${problem.where}: ${problem.message}\n`)
  }
  process.stdout.write(
    problems.length === 0 ? 'all models are sound\n' : `${problems.length} problems\n`,
  )
  return problems.length === 0 ? exitCode.published : exitCode.usage
}
