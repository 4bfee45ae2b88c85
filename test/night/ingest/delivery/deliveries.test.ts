import { describe, expect, it } from 'vitest'
import { chooseDeliveries } from '../../../../src/night/ingest/delivery/deliveries.ts'
import { enrollment, ingesting, refusal, usual, withNeeded } from '../night.ts'

const choose = async (
  keys: readonly string[],
  config: Parameters<typeof chooseDeliveries>[2],
  patterns = ['inbox/x/**'],
): Promise<{ read: string[]; superseded: string[] }> => {
  const list = async (prefix: string) =>
    keys.filter((key) => key.startsWith(prefix)).map((key) => ({ key, bytes: 1, tag: '' }))
  const { read, superseded } = await chooseDeliveries(list, patterns, config)
  return {
    read: read.map(({ key, delivery }) => `${delivery} ${key}`),
    superseded: superseded.map(({ key }) => key),
  }
}

describe('the deliveries that count', () => {
  const keys = ['inbox/x/b.csv', 'inbox/x/a/2.csv', 'inbox/x/a/1.csv', 'inbox/x/B.csv']

  it('of a snapshot are the last one: a file', async () => {
    expect(await choose(keys, { delivery: 'snapshot' })).toEqual({
      read: ['1 inbox/x/b.csv'],
      superseded: ['inbox/x/B.csv', 'inbox/x/a/1.csv', 'inbox/x/a/2.csv'],
    })
  })

  it('of a snapshot are the last one: a subfolder with all its files', async () => {
    const { read } = await choose(keys.slice(1), { delivery: 'snapshot' })
    expect(read).toEqual(['1 inbox/x/a/1.csv', '1 inbox/x/a/2.csv'])
  })

  it('of an incremental feed are all, in the order of their bytes', async () => {
    expect((await choose(keys, { delivery: 'incremental' })).read).toEqual([
      '1 inbox/x/B.csv',
      '2 inbox/x/a/1.csv',
      '2 inbox/x/a/2.csv',
      '3 inbox/x/b.csv',
    ])
  })

  it('exclude a file that a redelivery with the same captured text replaces', async () => {
    const files = [
      'inbox/x/2026-01_v1.csv',
      'inbox/x/2026-01_v2.csv',
      'inbox/x/2026-02_v1.csv',
      'inbox/x/other.csv',
    ]
    expect(
      await choose(files, { delivery: 'incremental', replaces: '^(\\d{4}-\\d\\d)_v' }),
    ).toEqual({
      read: ['1 inbox/x/2026-01_v2.csv', '2 inbox/x/2026-02_v1.csv', '3 inbox/x/other.csv'],
      superseded: ['inbox/x/2026-01_v1.csv'],
    })
  })

  it('are found by globs within a folder, and across folders by **', async () => {
    const config = { delivery: 'incremental' } as const
    expect((await choose(keys, config, ['inbox/x/*.csv'])).read).toHaveLength(2)
    expect((await choose(keys, config, ['inbox/**/?.csv'])).read).toHaveLength(4)
    expect((await choose(keys, config, ['inbox/x/a/1.csv'])).read).toEqual(['1 inbox/x/a/1.csv'])
  })

  it('exclude markers and hidden files beside the data', async () => {
    const files = [
      'inbox/x/a.csv',
      'inbox/x/_SUCCESS',
      'inbox/x/.z.csv',
      'inbox/x/README.md',
      'inbox/x/z.done',
    ]
    expect(await choose(files, { delivery: 'snapshot' })).toEqual({
      read: ['1 inbox/x/a.csv'],
      superseded: [],
    })
  })
})

describe('the manifest lists', () => {
  it('files that were read with their checksums, and earlier snapshots as superseded', async () => {
    const files = withNeeded({
      'inbox/enrollment/2026-06-29.csv': 'not even a header',
      'inbox/claims/.keep': '',
    })
    await ingesting(files, usual, async ({ night, all }) => {
      const enrolled = night.manifest.inputs.filter(({ feed }) => feed === 'enrollment')
      expect(enrolled).toEqual([
        {
          feed: 'enrollment',
          uri: 'inbox/enrollment/2026-06-29.csv',
          bytes: 17,
          sha256: null,
          use: 'superseded',
        },
        {
          feed: 'enrollment',
          uri: 'inbox/enrollment/2026-06-30.csv',
          bytes: enrollment.length,
          sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
          use: 'read',
          rows: { read: 2, accepted: 2, rejected: 0, filtered: 0, superseded: 0 },
        },
      ])
      expect(night.manifest.absentFeeds).toEqual([
        'claims',
        'self_selections',
        'facilities',
        'current_assignments',
        'scheduled_visits',
        'links',
        'load_results',
        'notice_results',
      ])
      expect(await all('select count(*) as n from raw.claims')).toEqual([{ n: 0 }])
    })
  })

  it('a selection that a later delivery repeats, which counts for the later one', async () => {
    const head = 'member_id,provider_id,selected_on,channel\n'
    const files = withNeeded({
      'inbox/self_selections/1.csv': `${head}M1,P1,2026-01-01,phone\nM2,P1,2026-01-01,phone\n`,
      'inbox/self_selections/2.csv': `${head}M1,P1,2026-01-01,form\n`,
    })
    await ingesting(files, usual, async ({ all }) => {
      expect(
        await all(
          'select member_id, channel, file_rank, record from raw.self_selections order by member_id',
        ),
      ).toEqual([
        { member_id: 'M1', channel: 'form', file_rank: 2, record: 1 },
        { member_id: 'M2', channel: 'phone', file_rank: 1, record: 2 },
      ])
      expect(
        await all(
          `select read, accepted, rejected, superseded from raw.file_fate where feed = 'self_selections' order by file_rank`,
        ),
      ).toEqual([
        { read: 2, accepted: 1, rejected: 0, superseded: 1 },
        { read: 1, accepted: 1, rejected: 0, superseded: 0 },
      ])
      expect(await all('select * from raw.rejected_row')).toEqual([])
    })
  })
})

describe('a missing or misplaced file', () => {
  const named = (feed: string, others: string): string =>
    `feeds: {${others}, ${feed}: {files: [inbox/${feed}/2026-06-30.csv, inbox/ext/slip.csv]}}`

  it('refuses the night if the pipeline file lists it for a required feed', async () => {
    const error = await refusal(withNeeded({}), named('enrollment', 'providers: '))
    expect(error.exit).toBe(4)
    expect(error.message).toBe(
      'Expected inbox/ext/slip.csv, which the pipeline file lists for enrollment, found nothing there.',
    )
  })

  it('is noted if the pipeline file lists it for another feed', async () => {
    const feeds = named('self_selections', 'enrollment: , providers: ')
    await ingesting(withNeeded({}), feeds, async ({ night }) => {
      expect(night.manifest.absentFeeds).toContain('self_selections')
      expect(night.manifest.notes).toEqual([
        'Expected inbox/self_selections/2026-06-30.csv and inbox/ext/slip.csv, which the pipeline file lists for self_selections, found nothing there',
      ])
    })
  })

  it('is noted by its folder, with the folder that was probably meant', async () => {
    const files = withNeeded({
      'inbox/claim/a.csv': '',
      'inbox/claim/b.csv': '',
      'inbox/attic/a.csv': '',
      'inbox/empty/_done': '',
      'inbox/ext/a/selections.csv': '',
    })
    const feeds =
      'feeds: {enrollment: , providers: , self_selections: {files: ["inbox/ext/b/*.csv"]}}'
    await ingesting(files, feeds, async ({ night }) => {
      expect(night.manifest.notes).toEqual([
        'inbox/attic/ belongs to no feed: its 1 file was not read',
        'inbox/claim/ belongs to no feed: its 2 files were not read (did you mean inbox/claims/?)',
      ])
    })
  })

  it('is mentioned if a required feed is missing', async () => {
    const error = await refusal({ 'inbox/enrolment/a.csv': enrollment }, usual)
    expect(error.message).toMatch(/required feed enrollment, found none at/)
    expect(error.hint).toMatch(
      /inbox\/enrolment\/ belongs to no feed.* \(did you mean inbox\/enrollment\/\?\)/,
    )
  })
})
