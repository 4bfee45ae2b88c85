import fc from 'fast-check'
import { expect, it } from 'vitest'
import { listNames } from '../../../src/night/publish/list-name.ts'

const nameOf = (id: string, others: readonly string[] = []): string =>
  listNames([id, ...others]).get(id) ?? ''

it('names a list by its practice', () => {
  expect(nameOf('PR00001')).toBe('PR00001')
  expect(nameOf('north_side-2')).toBe('north_side-2')
})

it('escapes every other character, so that no name leads out of the folder', () => {
  expect(nameOf('../../etc/passwd')).toBe('%2E%2E%2F%2E%2E%2Fetc%2Fpasswd')
  expect(nameOf('a\0b')).toBe('a%00b')
  expect(nameOf('é ~%')).toBe('%C3%A9%20%7E%25')
})

it('avoids names that an operating system reserves, and that of the index', () => {
  for (const id of ['index', 'INDEX', 'con', 'NUL', 'Com1', '']) {
    expect(nameOf(id)).toMatch(/^\w*~[0-9a-f]{16}$/)
  }
})

it('separates ids that differ only in case', () => {
  const names = listNames(['abc', 'ABC', 'abd'])
  expect(names.get('abd')).toBe('abd')
  expect(names.get('abc')).toMatch(/^abc~/)
  expect(names.get('ABC')).toMatch(/^ABC~/)
})

it('shortens names that a file system refuses', () => {
  const long = 'x'.repeat(500)
  const names = listNames([long, `${long}y`])
  for (const name of names.values()) expect(name.length).toBeLessThanOrEqual(120)
  expect(new Set(names.values()).size).toBe(2)
})

it('never names one file for two practices, on any file system', () => {
  const id = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      'a',
      'A',
      '%41',
      '../a',
      'index',
      'con',
      'CON',
      'lpt1',
      '.',
      '..',
      'a.',
      'a ',
      'a~',
    ),
    // Look-alikes: composed and not, Cyrillic, full width, without width, ligatures, dotless.
    fc.constantFrom(
      '\u00e9',
      'e\u0301',
      '\u0430',
      '\uff41',
      'a\u200b',
      '\ufb01',
      'fi',
      'i',
      '\u0131',
      '\u0130',
    ),
    fc.constantFrom('x'.repeat(119), 'x'.repeat(120), 'x'.repeat(121), '\u00e9'.repeat(40)),
  )
  fc.assert(
    fc.property(fc.uniqueArray(id), (ids) => {
      const names = [...listNames(ids).values()]
      expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(ids.length)
      for (const name of names) {
        expect(name).toMatch(/^[A-Za-z0-9_%~-]{1,120}$/)
        expect(name).not.toMatch(/^(index|con|prn|aux|nul|com\d|lpt\d)$/i)
      }
    }),
  )
})
