import fc from 'fast-check'
import { type FeedName, feedNames } from '../../../src/feeds/index.ts'

/** Positions and lengths are any whole numbers, taken modulo the actual size. */
export type TableEdit =
  | { readonly edit: 'cell'; readonly row: number; readonly column: number; readonly to: string }
  | { readonly edit: 'drop row' | 'repeat row'; readonly row: number }
  | {
      readonly edit: 'swap rows' | 'swap columns' | 'repeat column'
      readonly a: number
      readonly b: number
    }
  | { readonly edit: 'name'; readonly column: number; readonly to: string }
  | { readonly edit: 'drop column'; readonly column: number }

export type ByteEdit =
  | { readonly edit: 'flip'; readonly at: number; readonly bit: number }
  | { readonly edit: 'insert'; readonly at: number; readonly bytes: Uint8Array }
  | { readonly edit: 'delete' | 'repeat' | 'zero'; readonly at: number; readonly length: number }
  | { readonly edit: 'cut'; readonly at: number }
  | { readonly edit: 'swap'; readonly at: number; readonly to: number; readonly length: number }
  | { readonly edit: 'end'; readonly length: number; readonly bit: number }

export const formats = ['csv', 'csv.gz', 'ndjson', 'parquet'] as const
export type Format = (typeof formats)[number]

/** How a table is written. */
export interface Style {
  readonly delimiter: ',' | '|' | '\t' | ';'
  readonly quoted: boolean
  readonly lineEnd: '\n' | '\r\n' | '\r'
  readonly bom: boolean
  readonly lastEnd: boolean
  /** Numbers, dates and flags as such, where the format has them. */
  readonly typed: boolean
  readonly codec: 'snappy' | 'zstd' | 'uncompressed' | 'gzip'
}

/** One hostile file, as data that depends on no time or place. */
export interface Recipe {
  readonly feed: FeedName
  readonly format: Format
  readonly count: number
  readonly style: Style
  readonly table: readonly TableEdit[]
  readonly bytes: readonly ByteEdit[]
  /** For a gz: damage the packed bytes instead of the text in it. */
  readonly packed: boolean
  /** Only these bytes, after the beginning of a valid file if `after` is set. */
  readonly noise: { readonly bytes: Uint8Array; readonly after: number } | undefined
}

const dates = [
  '0000-00-00',
  '10000-01-01',
  '-0001-01-01',
  '2026-02-30',
  '02/03/2026',
  '20260203',
  'infinity',
  '-infinity',
  'epoch',
  'now',
  'today',
  '2026-06-30T25:61:61',
  '0001-01-01 (BC)',
  '5874897-12-31',
  '2026-1-1',
  '9999-12-31',
  '0001-01-01',
]
const numbers = [
  '1e400',
  '-1e308',
  '9'.repeat(400),
  'NaN',
  'Infinity',
  '-0',
  '0x10',
  '1_000',
  '1,000.00',
  '٣',
  '2147483648',
  '-9223372036854775809',
  '.',
  '+',
  '1e',
  '0.1e-9999',
]
const texts = [
  '',
  ' ',
  '\t',
  '"',
  '""',
  "'",
  "''; drop table x; --",
  '\0',
  'a\0b',
  '\n',
  '\r\n',
  '\r',
  'a\nb',
  ',',
  '|',
  '||',
  ';',
  '\\',
  '\\N',
  'NULL',
  'null',
  '\ufeff',
  '\u202e',
  '\u0000\u0001\u001f\u007f',
  'e\u0301',
  '😀',
  '\ud800',
  '../../etc/passwd',
  'CON',
  '%00',
  '${HOME}',
  '{{x}}',
  '{"a":1}',
  '[1]',
  'x'.repeat(20_000),
  '"'.repeat(999),
  '{"a":'.repeat(500),
]
const formulas = [
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  "=cmd|' /C calc'!A0",
  '\t=1',
  '=HYPERLINK("http://x","y")',
]

const hostileText = fc.oneof(
  fc.constantFrom(...dates, ...numbers, ...texts, ...formulas),
  fc.string({ maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 30 }),
)

const place = fc.nat(1_000_000)
const short = fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 400 }))

const tableEdit: fc.Arbitrary<TableEdit> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      edit: fc.constant('cell' as const),
      row: place,
      column: place,
      to: hostileText,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      edit: fc.constantFrom('drop row' as const, 'repeat row' as const),
      row: place,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      edit: fc.constantFrom(
        'swap rows' as const,
        'swap columns' as const,
        'repeat column' as const,
      ),
      a: place,
      b: place,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      edit: fc.constant('name' as const),
      column: place,
      to: fc.constantFrom(
        '',
        ' ',
        'extra',
        'MEMBER ID',
        'member_id',
        '#record',
        '"',
        'a"b',
        "a'b",
        'select',
        '\0',
        'é',
        'x'.repeat(3_000),
        '../x',
        '%s',
        'c1',
        'verdict',
        'place',
        'raw',
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ edit: fc.constant('drop column' as const), column: place }) },
)

const splinters = [
  '"',
  '""',
  ',',
  '|',
  '\n',
  '\r',
  '\r\n',
  '\n\n\n',
  '\0',
  '\ufeff',
  '\\',
  '{',
  '}',
  '[',
  '{}\n',
  'null\n',
  '\x01',
  '\x1a',
  '"x',
  ',,,,',
  '=',
  'PAR1',
]
  .map((text) => Buffer.from(text))
  .concat([
    Buffer.from([0xff]),
    Buffer.from([0xc3]),
    Buffer.from([0xed, 0xa0, 0x80]),
    Buffer.from([0xff, 0xfe]),
    Buffer.from([0xf8, 0x88, 0x80, 0x80, 0x80]),
  ])

const byteEdit: fc.Arbitrary<ByteEdit> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ edit: fc.constant('flip' as const), at: place, bit: fc.nat(7) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      edit: fc.constant('insert' as const),
      at: place,
      bytes: fc.oneof(
        fc.constantFrom<Uint8Array>(...splinters),
        fc.uint8Array({ minLength: 1, maxLength: 20 }),
      ),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      edit: fc.constantFrom('delete' as const, 'repeat' as const, 'zero' as const),
      at: place,
      length: short,
    }),
  },
  { weight: 1, arbitrary: fc.record({ edit: fc.constant('cut' as const), at: place }) },
  {
    weight: 2,
    arbitrary: fc.record({
      edit: fc.constant('swap' as const),
      at: place,
      to: place,
      length: short,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      edit: fc.constant('end' as const),
      length: fc.integer({ min: 1, max: 600 }),
      bit: fc.nat(7),
    }),
  },
)

const style: fc.Arbitrary<Style> = fc.record({
  delimiter: fc.oneof(
    { weight: 8, arbitrary: fc.constant(',' as const) },
    fc.constantFrom('|' as const, '\t' as const, ';' as const),
  ),
  quoted: fc.boolean(),
  lineEnd: fc.oneof(
    { weight: 6, arbitrary: fc.constant('\n' as const) },
    fc.constantFrom('\r\n' as const, '\r' as const),
  ),
  bom: fc.nat(9).map((n) => n === 0),
  lastEnd: fc.nat(4).map((n) => n > 0),
  typed: fc.boolean(),
  codec: fc.constantFrom('snappy', 'zstd', 'uncompressed', 'gzip'),
})

/** Nine of ten are a valid file with one to three edits; the others are random bytes. */
export const recipe: fc.Arbitrary<Recipe> = fc
  .record({
    feed: fc.constantFrom(...feedNames),
    format: fc.constantFrom(...formats),
    count: fc.oneof(
      { weight: 9, arbitrary: fc.integer({ min: 1, max: 8 }) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 3_000 }) },
    ),
    style,
    packed: fc.nat(3).map((n) => n === 0),
    ...{ table: fc.constant([]), bytes: fc.constant([]) },
    noise: fc.constant(undefined),
  })
  .chain((base) =>
    fc.oneof(
      {
        weight: 4,
        arbitrary: fc
          .array(tableEdit, { minLength: 1, maxLength: 3 })
          .map((table): Recipe => ({ ...base, table })),
      },
      {
        weight: 4,
        arbitrary: fc
          .array(byteEdit, { minLength: 1, maxLength: 3 })
          .map((bytes): Recipe => ({ ...base, bytes })),
      },
      {
        weight: 1,
        arbitrary: fc
          .record({
            table: fc.array(tableEdit, { minLength: 1, maxLength: 2 }),
            bytes: fc.array(byteEdit, { minLength: 1, maxLength: 2 }),
          })
          .map((edits): Recipe => ({ ...base, ...edits })),
      },
      {
        weight: 1,
        arbitrary: fc
          .record({
            bytes: fc.oneof(
              fc.uint8Array({ maxLength: 300 }),
              fc.uint8Array({ minLength: 300, maxLength: 20_000 }),
            ),
            after: fc.oneof(fc.constant(0), place),
          })
          .map((noise): Recipe => ({ ...base, noise })),
      },
    ),
  )
