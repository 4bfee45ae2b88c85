import { defineConfig } from 'vitest/config'
import usual from './vitest.config.ts'

/** Tests against a real S3 server, which they install and start: `npm run test:s3`. */
export default defineConfig({
  test: {
    ...usual.test,
    // The lease tests mostly wait, so a third worker has a processor.
    maxWorkers: 3,
    isolate: true,
    include: ['test/s3/**/*.test.ts'],
    exclude: [],
    globalSetup: ['test/support/shared-lakes.ts', 'test/s3/setup.ts'],
    testTimeout: 1_800_000,
    hookTimeout: 300_000,
  },
})
