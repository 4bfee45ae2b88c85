import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { errorCode, isNoFile, undefinedIfMissing } from '../../src/base/error-code.ts'

const errorOf = (path: string): Promise<unknown> =>
  readFile(path).catch((error: unknown): unknown => error)

it('a system error has its code, any other value none', async () => {
  expect(errorCode(await errorOf('/no/such/file'))).toBe('ENOENT')
  expect(errorCode(new Error('ENOENT'))).toBe('')
  expect(errorCode('ENOENT')).toBe('')
})

it('a missing file and a folder are no file to read', async () => {
  expect(isNoFile(await errorOf('/no/such/file'))).toBe(true)
  expect(isNoFile(await errorOf('/'))).toBe(true)
  expect(isNoFile(new Error('x'))).toBe(false)
})

it('only the error of a missing file becomes undefined', async () => {
  expect(await readFile('/no/such/file').catch(undefinedIfMissing)).toBeUndefined()
  await expect(readFile('/').catch(undefinedIfMissing)).rejects.toThrow('EISDIR')
})
