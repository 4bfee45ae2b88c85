import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import {
  csv,
  nightlyPipeline,
  put,
  runIn,
  withFolder,
  withoutGuardRails,
} from '../support/night.ts'
import { AS_OF, claims, fill } from '../support/small-payer.ts'

const columns = Object.keys(claims[0] ?? {})

/** The nightly pipeline with claims whose providers are in a separate file. */
const joined = async (): Promise<string> =>
  (await readFile(nightlyPipeline, 'utf8')).replace(
    '  claims:\n',
    `  claims:
    sources: { lines: inbox/claims/lines.csv, heads: inbox/claims/heads.csv }
    join: [{ source: heads, on: { lines.claim_id: claim_id } }]
    columns:
${columns.map((name) => `      ${name}: ${name === 'provider_id' ? 'heads' : 'lines'}.${name}`).join('\n')}
`,
  )

it('claims that are joined of two files count as the same claims in one, and both files are accounted for', async () => {
  const heads = claims.map(({ claim_id: id, provider_id: provider }) => ({
    claim_id: id,
    provider_id: provider,
  }))
  const rows = await withFolder(async (folder) => {
    await fill(folder, {
      'inbox/claims/2026-06.csv': undefined,
      'inbox/claims/lines.csv': csv(
        claims,
        columns.filter((name) => name !== 'provider_id'),
      ),
      'inbox/claims/heads.csv': csv(heads),
    })
    const pipeline = path.join(folder, 'joined.yaml')
    await put(folder, 'joined.yaml', await joined())
    const { manifest } = await runIn(folder, { asOf: AS_OF, pipeline, change: withoutGuardRails })
    expect(manifest.rowCounts['evidence.visit']).toBe(claims.length)
    return manifest.inputs.filter(({ feed }) => feed === 'claims').map(({ rows }) => rows)
  })
  const all = {
    read: claims.length,
    accepted: claims.length,
    rejected: 0,
    filtered: 0,
    superseded: 0,
  }
  expect(rows).toEqual([all, all])
})
