import { defineConfig } from 'vitest/config'
import usual from './vitest.config.ts'

/** Tests that take minutes: `npm run test:long`. */
export default defineConfig({
  test: {
    ...usual.test,
    maxWorkers: 2,
    include: ['test/long/**/*.test.ts'],
    exclude: [],
    testTimeout: 1_200_000,
    hookTimeout: 1_200_000,
  },
})
