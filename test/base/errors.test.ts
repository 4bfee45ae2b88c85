import { describe, expect, it } from 'vitest'
import { describeUnexpected } from '../../src/base/errors.ts'

describe('an error that nobody expected', () => {
  it.each([
    "Conversion Error: Could not convert string 'SECRET' to INT32",
    "Conversion Error: Could not convert string 'O'SECRET' to INT32",
    'Conversion Error: Could not convert string "two\nlines SECRET" to INT32',
    "Invalid Input Error: cannot read 'SECRET",
    'CSV Error on Line: 2\nOriginal Line: SECRET,1980',
  ])('is told without what it quotes of the data: %j', (message) => {
    const told = describeUnexpected(new Error(message))
    expect(told).not.toContain('SECRET')
    expect(told).toMatch(/^unexpected Error: (Conversion|Invalid Input|CSV) Error/)
  })

  it('says where in our source it came from', () => {
    const error = new Error('boom')
    error.stack = 'Error: boom\n    at x (/node_modules/y.js:1:1)\n    at z (/app/src/z.ts:2:3)'
    expect(describeUnexpected(error)).toBe('unexpected Error: boom at z (/app/src/z.ts:2:3)')
  })

  it('of a full disk says which', () => {
    const error = new Error("IO Error: Could not write file '/tmp/x': No space left on device")
    expect(describeUnexpected(error)).toMatch(/^expected room for temporary files in TMPDIR/)
  })

  it('may be anything that was thrown', () => {
    expect(describeUnexpected('SECRET')).toBe('an unexpected error')
  })
})
