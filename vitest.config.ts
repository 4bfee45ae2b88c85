import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/long/**', 'test/s3/**'],
    globalSetup: ['test/support/shared-lakes.ts'],
    testTimeout: 240_000,
    hookTimeout: 240_000,
    pool: 'forks',
    maxWorkers: 2,
    // One process for all files of a worker: it reads the models' headers and proves their grains once.
    isolate: false,
    ...(process.env.EMPANEL_TEST_REPORT === undefined
      ? {}
      : {
          reporters: ['default', ['json', { outputFile: process.env.EMPANEL_TEST_REPORT }]],
        }),
  },
})
