import { describe, expect, it } from 'vitest'
import { firstRecord, recordsOf } from '../../src/formats/csv-record.ts'

const first = (text: string, delimiter = ',') =>
  firstRecord(Buffer.from(text), { delimiter, quote: '"', encoding: 'utf-8' })

describe('the first record of a CSV', () => {
  it.each<[string, string[]]>([
    ['a,b\nc', ['a', 'b']],
    ['\ufeffa,b\nc', ['a', 'b']],
    [' a , b \nc', ['a', 'b']],
    ['" a ",b\nc', ['a', 'b']],
    ['"a ""x"", y",b\nc', ['a "x", y', 'b']],
    ['"a" ,"b"\nc', ['a', 'b']],
    ['"two\nlines",b\nc', ['two\nlines', 'b']],
    ['a "x",b\nc', ['a "x"', 'b']],
    ['a,"b\nc,d\n', ['a', '"b']],
    ['a,b', ['a', 'b']],
    ['a,\nb', ['a', '']],
  ])('of %j has the fields %j', (text, fields) => {
    expect(first(text)?.fields).toEqual(fields)
  })

  it('keeps empty fields between tabs', () => {
    expect(first('\ta\t\t\n', '\t')?.fields).toEqual(['', 'a', '', ''])
  })

  it.each(['\n', '\r\n', '\r'] as const)('ends with its own line end, %j', (lineEnd) => {
    expect(first(`a,b${lineEnd}c`)).toMatchObject({ lineEnd, end: 3 + lineEnd.length })
  })

  it('has no line end where the file ends with it', () => {
    expect(first('a,b')).toMatchObject({ lineEnd: undefined, end: 3 })
  })

  it('comes after the blank lines, which are counted', () => {
    expect(first('\n\r\na,b\r\nc')).toMatchObject({ blankLines: 2, lineEnd: '\r\n', end: 8 })
    expect(first('\n\n')).toBeUndefined()
    expect(first('')).toBeUndefined()
  })

  it('is read in the encoding of the file', () => {
    const bytes = Buffer.from('Ñ|b\n', 'latin1')
    const dialect = { delimiter: '|', quote: '"', encoding: 'latin-1' } as const
    expect(firstRecord(bytes, dialect)?.fields).toEqual(['Ñ', 'b'])
    const apostrophe = Buffer.from([0x4d, 0x92, 0x73])
    expect(firstRecord(apostrophe, dialect)?.fields).toEqual(['M’s'])
  })
})

describe('records that are a text each', () => {
  const fields = (texts: string[]) => recordsOf(texts, { delimiter: ',', quote: '"' })

  it('are read one by one, line ends and all', () => {
    expect(fields(['a,b\n', 'c\r\n', '"d\ne",f'])).toEqual([['a', 'b'], ['c'], ['d\ne', 'f']])
  })

  it('do not run into each other where a quote is not closed, or a text is blank', () => {
    expect(fields(['a,"b', 'c,d"', 'e,f'])).toEqual([
      ['a', '"b'],
      ['c', 'd"'],
      ['e', 'f'],
    ])
    expect(fields(['a', '', 'b'])).toEqual([['a'], [], ['b']])
    expect(fields(['a\rb', 'c', 'd'])).toEqual([['a'], ['c'], ['d']])
    expect(fields(['"a', 'b"', 'c\rd'])).toEqual([['"a'], ['b"'], ['c']])
  })
})
