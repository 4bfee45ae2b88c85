import { describe, expect, it } from 'vitest'
import { describeUnexpected } from '../../src/base/errors.ts'

describe('an unexpected error', () => {
  it.each([
    "Conversion Error: Could not convert string 'SECRET' to INT32",
    "Conversion Error: Could not convert string 'O'SECRET' to INT32",
    'Conversion Error: Could not convert string "two\nlines SECRET" to INT32',
    "Invalid Input Error: cannot read 'SECRET",
    'CSV Error on Line: 2\nOriginal Line: SECRET,1980',
  ])('is described without the data that it quotes: %j', (message) => {
    const description = describeUnexpected(new Error(message))
    expect(description).not.toContain('SECRET')
    expect(description).toMatch(/^unexpected Error: (Conversion|Invalid Input|CSV) Error/)
  })

  it('is described with the place in our source where it arose', () => {
    const error = new Error('boom')
    error.stack = 'Error: boom\n    at x (/node_modules/y.js:1:1)\n    at z (/app/src/z.ts:2:3)'
    expect(describeUnexpected(error)).toBe('unexpected Error: boom at z (/app/src/z.ts:2:3)')
  })

  it('about a full disk names the disk', () => {
    const error = new Error("IO Error: Could not write file '/tmp/x': No space left on device")
    expect(describeUnexpected(error)).toMatch(/^expected free space for temporary files in TMPDIR/)
  })

  it('may be a value that is no Error', () => {
    expect(describeUnexpected('SECRET')).toBe('an unexpected error')
  })
})
