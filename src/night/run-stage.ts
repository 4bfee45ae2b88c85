import type { Night } from './night.ts'
import type { Stage } from './stage.ts'

/** Runs a stage and records how long it took, and how much processor time. */
export const runStage = async (stage: Stage<string, string>, night: Night): Promise<void> => {
  const start = performance.now()
  const before = process.cpuUsage()
  night.progress.start(stage.name)
  night.log.info({ stage: stage.name }, 'stage starts')
  await stage.run(night)
  const seconds = Math.round(performance.now() - start) / 1000
  const { user, system } = process.cpuUsage(before)
  const cpu = Math.round((user + system) / 1000) / 1000
  night.manifest.stages.push({ stage: stage.name, seconds, cpu_seconds: cpu })
  night.log.info({ stage: stage.name, seconds, cpu_seconds: cpu }, 'stage done')
}
