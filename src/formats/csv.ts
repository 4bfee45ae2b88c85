import { csvOptions } from './csv-dialect.ts'
import { type CsvHeader, readCsvHeader } from './csv-header.ts'
import { csvReader } from './csv-reader.ts'
import { type FileTable, type SourceFile, fileFormat } from './file-format.ts'

export const csv = fileFormat({
  name: 'csv',
  summary: 'Text with a header line and a delimiter between columns.',
  endings: ['csv', 'txt', 'tsv', 'psv'],
  mayBeGzip: true,
  options: csvOptions,
  separators: ({ delimiter = ',' }) => [',', '|', '\t', ';', delimiter],
  open: async (request) => {
    const header = await readCsvHeader(request)
    return csvTable(request.file, request.path, header)
  },
})

const csvTable = (file: SourceFile, path: string, header: CsvHeader): FileTable => {
  const { record, dialect, hasHeader } = header
  const { lineEnd, blankLines } = record
  const mayBeLines = !file.gzip && dialect.encoding === 'utf-8' && blankLines === 0
  return {
    path,
    hasHeader,
    columns: record.fields.map((name, at) => ({ name, text: `c${at + 1}` })),
    reader: (faults) => csvReader({ ...header, path, gzip: file.gzip, faults }),
    faults: { headerLines: 1, dialect: { delimiter: dialect.delimiter, quote: dialect.quote } },
    ...(mayBeLines && lineEnd !== undefined && lineEnd !== '\r'
      ? { lines: { end: lineEnd, of: (copy) => csvTable(file, copy, header) } }
      : {}),
  }
}
