import { describe, expect, it } from 'vitest'
import { fixedPart, matchesPattern } from '../../../../src/night/ingest/delivery/file-pattern.ts'

describe('a file pattern', () => {
  it.each<[string, string, boolean]>([
    ['inbox/x/*.csv', 'inbox/x/a.csv', true],
    ['inbox/x/*.csv', 'inbox/x/.csv', true],
    ['inbox/x/*.csv', 'inbox/x/.hidden.csv', true],
    ['inbox/x/*.csv', 'inbox/x/a/b.csv', false],
    ['inbox/x/*.csv', 'inbox/x/a.CSV', false],
    ['inbox/x/*', 'inbox/x/a', true],
    ['inbox/x/?.csv', 'inbox/x/a.csv', true],
    ['inbox/x/?.csv', 'inbox/x/.csv', false],
    ['inbox/x?a.csv', 'inbox/x/a.csv', false],
    ['inbox/x/**', 'inbox/x/a.csv', true],
    ['inbox/x/**', 'inbox/x/a/.b/c.csv', true],
    ['inbox/x/**', 'inbox/xy/a.csv', false],
    ['inbox/*/**', 'inbox/x', false],
    ['inbox/**/a.csv', 'inbox/a.csv', true],
    ['inbox/**/a.csv', 'inbox/x/y/a.csv', true],
    ['inbox/**/a.csv', 'inbox/x/ya.csv', false],
    ['inbox/*/*.csv', 'inbox/x/a.csv', true],
    ['inbox/*/*.csv', 'inbox/x/y/a.csv', false],
    ['inbox/2026**/a.csv', 'inbox/2026a.csv', true],
    ['inbox/2026**/a.csv', 'inbox/2026-06/x/a.csv', true],
    ['inbox/2026**/a.csv', 'inbox/2026-06a.csv', false],
    ['*.*', 'a.', true],
  ])('%s and %s: %s', (pattern, key, matches) => {
    expect(matchesPattern(pattern)(key)).toBe(matches)
  })

  it.each(['2026**.csv', '2026**', '**.csv', '**/**.csv', '2**6**.csv'])(
    'with ** beside other text, as in %s, crosses folders too',
    (pattern) => {
      const matches = matchesPattern(`inbox/x/${pattern}`)
      expect(matches('inbox/x/2026.csv')).toBe(true)
      expect(matches('inbox/x/2026/06/30.csv')).toBe(true)
      expect(matches('inbox/y/2026.csv')).toBe(false)
    },
  )

  it.each([
    'a[1]',
    'a{b,c}',
    'a(b|c)',
    '!(a)',
    '@(a)+(b)',
    'a+b$^',
    'a\\b',
    'a\\\\b',
    'a.b',
    '"a"',
    '#a',
    "'a'",
  ])('takes every character but * and ? as it is written: %s', (name) => {
    expect(matchesPattern(`inbox/x/${name}*.csv`)(`inbox/x/${name}2.csv`)).toBe(true)
    expect(matchesPattern(`inbox/x/${name}.csv`)(`inbox/x/${name}.csv`)).toBe(true)
    const others = ['a1', 'ab', 'ac', 'b', 'aab', 'a', '', 'a/b', 'axb'].filter((o) => o !== name)
    for (const other of others) {
      expect(matchesPattern(`inbox/x/${name}.csv`)(`inbox/x/${other}.csv`)).toBe(false)
    }
  })

  it('without * and ? is one name, including any ! at its beginning', () => {
    expect(matchesPattern('!a.csv')('!a.csv')).toBe(true)
    expect(matchesPattern('!a.csv')('b.csv')).toBe(false)
  })
})

it('the fixed part of a pattern goes up to its first wildcard', () => {
  expect(fixedPart('inbox/x/*.csv')).toBe('inbox/x/')
  expect(fixedPart('inbox/x/2026?.csv')).toBe('inbox/x/2026')
  expect(fixedPart('inbox/x/a[1].csv')).toBe('inbox/x/a[1].csv')
})
