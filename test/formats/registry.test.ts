import { expect, it } from 'vitest'
import { fileFormats, formatByEnding, formatNames } from '../../src/formats/index.ts'
import { parsePipeline } from '../../src/config/pipeline.ts'

it('no two formats have the same name, ending or option', () => {
  const all = fileFormats.flatMap(({ endings }) => endings)
  expect(new Set(all).size).toBe(all.length)
  expect(new Set(formatNames).size).toBe(formatNames.length)
  const options = fileFormats.flatMap((format) => Object.keys(format.options))
  expect(new Set(options).size).toBe(options.length)
})

it('endings are written in lowercase letters and recognized in any case', () => {
  for (const format of fileFormats) {
    for (const ending of format.endings) {
      expect(ending).toBe(ending.toLowerCase())
      expect(formatByEnding(ending.toUpperCase())).toBe(format)
    }
  }
  expect(formatByEnding('xlsx')).toBeUndefined()
})

it.each(formatNames)('a pipeline file can name the format %s', (format) => {
  const feeds = `{enrollment: {format: ${format}}, providers: }`
  const text = `name: test\npolicy: caresource\nfeeds: ${feeds}\n`
  expect(parsePipeline('test.yaml', text).feeds.enrollment?.format).toBe(format)
})

it('a pipeline file cannot name another format', () => {
  const text = 'name: test\npolicy: caresource\nfeeds: {enrollment: {format: xlsx}}\n'
  expect(() => parsePipeline('test.yaml', text)).toThrow(
    /one of csv, ndjson, parquet, found "xlsx"/,
  )
})
