import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { type Files, enrollment, refusal, usual, withNeeded } from '../night.ts'

const claims =
  'claim_id,line_number,member_id,provider_id,service_date,procedure_code\nC1,1,M1,P1,2026-01-02,99213\n'

const many =
  enrollment +
  Array.from({ length: 500 }, (_, n) => `N${n},2025-01-01,medicaid,1990-01-0${(n % 9) + 1}\n`).join(
    '',
  )
const packed = gzipSync(many)

it.each<[string, Files, string, RegExp, RegExp]>([
  [
    'no file of a required feed',
    { 'inbox/claims/a.csv': claims },
    usual,
    /feed enrollment.*found none at inbox\/enrollment\/\*\*/,
    /Drop the file/,
  ],
  [
    'an empty file',
    withNeeded({ 'inbox/claims/a.csv': '' }),
    usual,
    /inbox\/claims\/a\.csv, found an empty file/,
    /sent again/,
  ],
  [
    'a missing required column',
    withNeeded({ 'inbox/claims/a.csv': claims.replace('procedure_code', 'procedure_codes') }),
    usual,
    /column procedure_code \(required by claims\) in inbox\/claims\/a\.csv, found claim_id, line_number/,
    /Did you mean "procedure_codes"/,
  ],
  [
    'neither a provider nor an NPI with a TIN',
    withNeeded({ 'inbox/claims/a.csv': claims.replace('provider_id', 'provider_npi') }),
    usual,
    /provider_id, or provider_npi with billing_tin/,
    /delivered/,
  ],
  [
    'an unusual delimiter',
    withNeeded({ 'inbox/claims/a.csv': claims.replaceAll(',', ';') }),
    usual,
    /comma, pipe or tab in inbox\/claims\/a\.csv, found them separated by ";"/,
    /delimiter: ";"/,
  ],
  [
    'another delimiter than the pipeline file gives',
    withNeeded({ 'inbox/claims/a.csv': claims }),
    'feeds: {enrollment: , providers: , claims: {delimiter: "|"}}',
    /separated by pipe .*found them separated by comma/,
    /delimiter: ","/,
  ],
  [
    'no header line, without quoting the first record',
    withNeeded({ 'inbox/claims/a.csv': claims.split('\n')[1] ?? '' }),
    usual,
    /header line with the column claim_id.*found 6 columns that may be data/,
    /first line/,
  ],
  [
    'a header with the record below it in the same line, without quoting it',
    withNeeded({
      'inbox/claims/a.csv': `${claims.replace(/,procedure_code\n/, ',code')}\n${claims.split('\n')[1]}\n`,
    }),
    usual,
    /header line with the column .*found \d+ columns that may be data/,
    /first line/,
  ],
  [
    'a key of one line of many, without quoting it',
    withNeeded({
      'inbox/claims/a.ndjson': `{"claim_id":"C1","line_number":1}\n{"claim_id":"C2","line_number":1}\n{"claim_id":"C3","M1":99213}\n`,
    }),
    usual,
    /column member_id .* in inbox\/claims\/a\.ndjson, found claim_id, line_number\./,
    /delivered/,
  ],
  [
    'two columns of one name',
    withNeeded({
      'inbox/enrollment/2026-06-30.csv': enrollment
        .replace('member_id', 'MEMBER ID')
        .replace('line_of_business', 'Member ID'),
    }),
    usual,
    /one column named member_id/,
    /Rename/,
  ],
  [
    'a truncated gz',
    withNeeded({ 'inbox/enrollment/z.csv.gz': packed.subarray(0, packed.length - 20) }),
    usual,
    /whole gz file at inbox\/enrollment\/z\.csv\.gz, found a truncated/,
    /sent again/,
  ],
  [
    'a file that is not a gz',
    withNeeded({ 'inbox/enrollment/z.csv.gz': many }),
    usual,
    /gz file at inbox\/enrollment\/z\.csv\.gz/,
    /sent again/,
  ],
  [
    'a file that is not Parquet',
    withNeeded({ 'inbox/enrollment/z.parquet': many }),
    usual,
    /Parquet file at inbox\/enrollment\/z\.parquet/,
    /sent again/,
  ],
  [
    'a file of an unknown format',
    withNeeded({ 'inbox/enrollment/z.xlsx': many }),
    usual,
    /Expected a file ending in \.csv.*found inbox\/enrollment\/z\.xlsx/,
    /Move the file/,
  ],
  [
    'UTF-16',
    withNeeded({ 'inbox/claims/a.csv': Buffer.from(`\ufeff${claims}`, 'utf16le') }),
    usual,
    /found UTF-16/,
    /Save the file as UTF-8/,
  ],
  [
    'a header that is not UTF-8',
    withNeeded({
      'inbox/claims/a.csv': Buffer.from(claims.replace('claim_id', 'cl\u00e1im_id'), 'latin1'),
    }),
    usual,
    /found other bytes in its header line/,
    /latin-1/,
  ],
  [
    'two kinds of line end',
    withNeeded({
      'inbox/claims/a.csv': `${claims}C2,1,M1,P1,2026-01-02,99213\r\nC3,1,M1,P1,2026-01-02,99213\n`,
    }),
    usual,
    /one kind of line end in inbox\/claims\/a\.csv/,
    /dos2unix/,
  ],
  [
    'a quote that runs over the next lines',
    withNeeded({
      'inbox/claims/a.csv': `${claims}C2,1,"M1,P1,2026-01-02,99213\nC3,1,"M1",P1,2026-01-02,99213\n`,
    }),
    usual,
    /every quote to be closed.*record 2 of inbox\/claims\/a\.csv/,
    /Correct the quotes/,
  ],
])('refuses %s and explains what to do', async (_, files, feeds, message, hint) => {
  const error = await refusal(files, feeds)
  expect(error.message).toMatch(message)
  expect(error.hint).toMatch(hint)
  expect(error.exit).toBe(4)
  expect(error.message + error.hint).not.toMatch(/M1|99213|2026-01-02/)
})
