import { expect, test } from 'vitest'
import { refuseDamaged } from '../../src/formats/damaged-file.ts'
import { InputRefused } from '../../src/base/errors.ts'

const failing = (message: string): Promise<never> =>
  refuseDamaged('inbox/claims/a.parquet', () => Promise.reject(new Error(message)))

test('a file whose bytes cannot be read is refused by its name', async () => {
  await expect(
    failing("Invalid Input Error: No magic bytes at end of 'a.parquet'"),
  ).rejects.toThrow(InputRefused)
})

test.each([
  'IO Error: Could not write to file "/spool/claims-1.parquet": No space left on device',
  'IO Error: Cannot open file "/lake/inbox/claims/a.parquet": Permission denied',
])('a fault of the machine is not blamed on the file: %s', async (message) => {
  await expect(failing(message)).rejects.toThrow(message)
})
