import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { EmpanelError } from '../../src/base/errors.ts'
import { parseCsv } from '../../src/requests/csv.ts'
import { readRequests, type Sent } from '../../src/requests/read-file.ts'
import { put, withFolder } from '../support/night.ts'

const given = { requested_by: 'Ada', requested_at: '2026-06-01T12:00:00Z' }

const read = (name: string, text: string): Promise<readonly Sent[]> =>
  withFolder(async (folder) => {
    await put(folder, name, text)
    return readRequests(path.join(folder, name), given)
  })

const refusal = async (name: string, text: string): Promise<EmpanelError> => {
  const error = await read(name, text).catch((caught: unknown) => caught)
  if (!(error instanceof EmpanelError)) throw new Error('expected a refusal')
  return error
}

const header = 'kind,request_id,member_id,provider_id,reason,effective_date,end_date'
const good = 'assign_patient,R1,M1,P1,transition,2026-07-01,'

describe('a CSV file of requests', () => {
  it('has the fields of several kinds as columns; an empty cell counts as not given', async () => {
    const sent = await read(
      'x.csv',
      'kind,request_id,absent_provider_id,covering_provider_ids,effective_date,end_date,reason,member_id,provider_id,lock\r\n' +
        'set_coverage,R1,P1,P2|P3,2026-07-01,2026-07-14,vacation,,,\r\n\r\n' +
        'panel_add,R2,,,,,"a sister, ""Jo"", is there",M1,P1,\r\n',
    )
    expect(sent.map(({ request }) => request)).toEqual([
      {
        kind: 'set_coverage',
        request_id: 'R1',
        absent_provider_id: 'P1',
        covering_provider_ids: ['P2', 'P3'],
        effective_date: '2026-07-01',
        end_date: '2026-07-14',
        reason: 'vacation',
        retroactive: false,
        ...given,
      },
      {
        kind: 'panel_add',
        request_id: 'R2',
        member_id: 'M1',
        provider_id: 'P1',
        reason: 'a sister, "Jo", is there',
        ...given,
      },
    ])
  })

  it('returns the same requests as NDJSON with the same fields', async () => {
    const fields = { kind: 'assign_patient', request_id: 'R1', member_id: 'M1', provider_id: 'P1' }
    const line = { ...fields, reason: 'transition', effective_date: '2026-07-01' }
    expect(await read('x.ndjson', `${JSON.stringify(line)}\n\n`)).toEqual(
      await read('x.csv', `\uFEFF${header}\n${good}\n`),
    )
  })

  it('keeps the requester and time in the file', async () => {
    const [sent] = await read(
      'x.csv',
      `${header},requested_by,requested_at\n${good},Eve,2026-05-31T08:00:00Z\n`,
    )
    expect(sent).toMatchObject({
      timed: true,
      request: { requested_by: 'Eve', requested_at: '2026-05-31T08:00:00Z' },
    })
  })
})

describe('a file of requests is refused as a whole', () => {
  it('with every bad line, without its data', async () => {
    const error = await refusal(
      'x.csv',
      `${header}\n${good}\nassign_patient,R2,M000123,P1,transition,2026-02-30,\nassign_patient,R3,,P1,Mary Smith,,\n`,
    )
    expect(error.exit).toBe(4)
    expect(error.message).toMatch(/nothing was written/)
    expect(error.message).toMatch(/line 3: effective_date expected a calendar day/)
    expect(error.message).toMatch(/line 4: member_id is missing/)
    expect(error.message).toMatch(/line 4: reason expected one of specialist_need/)
    expect(error.message).not.toMatch(/M000123|Mary/)
  })

  it.each([
    [
      'a misspelled column',
      `kind,request_id,membr_id\n`,
      /unknown column membr_id. Did you mean "member_id"/,
    ],
    ['a duplicate column', `kind,reason,reason\nx\n`, /column reason occurs twice/],
    ['no header', `${good}\n`, /column 2 has a name that is not a field/],
    ['more cells than columns', `${header}\n${good},more\n`, /line 2: expected 7 cells, found 8/],
    [
      'a field of another kind',
      `${header}\npanel_add,R1,M1,P1,x,,\nset_coverage,R2,M1,,leave,,\n`,
      /line 3: member_id is not a field of set_coverage/,
    ],
    ['no rows', `${header}\n`, /expected at least one request, found none/],
    ['no content', '', /expected at least one request, found none/],
  ])('for %s', async (_, text, message) => {
    expect((await refusal('x.csv', text)).message).toMatch(message)
  })

  it.each([
    ['not JSON', '{kind', /line 1: expected one JSON object/],
    ['a list', '[]', /line 1: expected one JSON object/],
    [
      'text instead of a list of ids',
      '{"kind":"set_coverage","covering_provider_ids":"P2"}',
      /covering_provider_ids expected a list of ids/,
    ],
  ])('for NDJSON that is %s', async (_, text, message) => {
    expect((await refusal('x.ndjson', text)).message).toMatch(message)
  })

  it('that does not exist', async () => {
    await expect(readRequests('/no/such.csv', given)).rejects.toMatchObject({
      exit: 2,
      message: expect.stringMatching(/found nothing/),
    })
  })
})

it.each([
  [
    'a,b\nc,d',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  [
    'a,"b\nstill b"\r\nc,d\r\n',
    [
      ['a', 'b\nstill b'],
      ['c', 'd'],
    ],
  ],
  ['"a""b",', [['a"b', '']]],
  [',\n\na', [['a']]],
  ['', []],
])('the CSV text %j has these cells', (text, cells) => {
  expect(parseCsv(text)).toMatchObject(cells.map((each) => ({ cells: each })))
  expect(parseCsv(text)).toHaveLength(cells.length)
})

it('a CSV record has the number of its first line', () => {
  const text = 'a\n"b\nb"\n\nc'
  expect(parseCsv(text)).toMatchObject([{ line: 1 }, { line: 2 }, { line: 5 }])
})

it('a CSV with a quote that is never closed has no records', () => {
  expect(parseCsv('a,b\nc,"d\ne,f\n')).toEqual({ faultyLine: 2 })
})
