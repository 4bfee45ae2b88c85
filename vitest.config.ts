import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files whose tests run whole nights, the longest first. */
const LONG = [/nightly\/rules\.test/, /\/(nightly|closing)\//, /\/(cli|answers)\//]

/** Starts with the longest files, so that all workers end at about the same time. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const rank = ({ moduleId }: TestSpecification): number => {
      const found = LONG.findIndex((pattern) => pattern.test(moduleId))
      return found < 0 ? LONG.length : found
    }
    return sorted.toSorted((a, b) => rank(a) - rank(b))
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/long/**', 'test/s3/**'],
    globalSetup: ['test/support/shared-lakes.ts'],
    testTimeout: 240_000,
    hookTimeout: 240_000,
    pool: 'forks',
    // One more than the processors of CI's machine: a night waits for the disk a sixth of its time.
    maxWorkers: 3,
    // One process for all files of a worker: it reads the models' headers and proves their grains once.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    ...(process.env.EMPANEL_TEST_REPORT === undefined
      ? {}
      : {
          reporters: ['default', ['json', { outputFile: process.env.EMPANEL_TEST_REPORT }]],
        }),
  },
})
