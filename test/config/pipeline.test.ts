import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { loadPipeline, parsePipeline } from '../../src/config/pipeline.ts'
import { feedNames } from '../../src/feeds/index.ts'

const pipelineFile = (name: string): string =>
  fileURLToPath(new URL(`../../pipelines/${name}.yaml`, import.meta.url))

describe('the nightly pipeline', () => {
  it('reads every feed from its folder of the inbox, as its contract delivers it', async () => {
    const { feeds, policy, time_zone } = await loadPipeline(pipelineFile('nightly'))
    expect({ policy, time_zone }).toEqual({
      policy: 'caresource',
      time_zone: 'America/Indiana/Indianapolis',
    })
    expect(Object.keys(feeds).sort()).toEqual([...feedNames].sort())
    expect(feeds.enrollment).toMatchObject({
      files: ['inbox/enrollment/**'],
      delivery: 'snapshot',
      max_rejected_share: 0.02,
    })
    expect(feeds.claims).toMatchObject({ files: ['inbox/claims/**'], delivery: 'incremental' })
  })

  it('states the guard rails that also hold where a pipeline is silent', async () => {
    const { guard_rails: stated } = await loadPipeline(pipelineFile('nightly'))
    expect(stated).toEqual(parsePipeline('x', 'name: x\npolicy: x\nfeeds: {}').guard_rails)
    expect(await readFile(pipelineFile('nightly'), 'utf8')).toContain('panel_loss_min_members: 50')
  })
})

describe('the mapping of a feed', () => {
  const feed = (yaml: string) =>
    parsePipeline(
      'x',
      `name: x\npolicy: x\nfeeds: {links: {columns: {kind: K, old_id: O, new_id: N}}, ${yaml}}`,
    ).feeds

  it('takes a plain word for a column, and a number for the text of a constant', () => {
    expect(
      feed(
        'self_selections: {columns: {member_id: M, provider_id: {constant: 7}, selected_on: {expression: x}}}',
      ).self_selections?.columns,
    ).toEqual({
      member_id: { column: 'M' },
      provider_id: { constant: '7' },
      selected_on: { expression: 'x' },
    })
  })

  it('recognizes which columns are end dates', () => {
    expect(feed('enrollment: {end_exclusive: true}').enrollment?.end_exclusive).toEqual([
      'coverage_end',
      'locked_until',
    ])
    expect(feed('enrollment: {end_exclusive: [locked_until]}').enrollment?.end_exclusive).toEqual([
      'locked_until',
    ])
  })
})

describe('a mistake in a pipeline file is reported with its place and what was meant', () => {
  it.each([
    [
      'a feed',
      'feeds:\n  enrolment:\n',
      'p.yaml:4:3: unknown key enrolment in feeds. Did you mean "enrollment"?',
    ],
    [
      'a setting of a feed',
      'feeds:\n  claims:\n    delimeter: "|"\n',
      'p.yaml:5:5: unknown key delimeter in feeds.claims. Did you mean "delimiter"?',
    ],
    [
      'a canonical column',
      'feeds:\n  links:\n    columns:\n      kind: a\n      old_id: b\n      newid: c\n',
      'p.yaml:8:7: unknown key newid in feeds.links.columns. Did you mean "new_id"?',
    ],
    [
      'a kind of source',
      'feeds:\n  links:\n    columns:\n      kind: {constnat: a}\n      old_id: b\n      new_id: c\n',
      'p.yaml:6:14: unknown key constnat in feeds.links.columns.kind. Did you mean "constant"?',
    ],
    [
      'a required column without a source',
      'feeds:\n  links:\n    columns:\n      kind: a\n',
      'p.yaml:5:5: feeds.links.columns: expected a source for old_id, which links requires',
    ],
    [
      'a guard rail',
      'feeds: {}\nguard_rails:\n  unasigned: 1\n',
      'p.yaml:5:3: unknown key unasigned in guard_rails. Did you mean "unassigned"?',
    ],
    [
      'a path out of the lake',
      'feeds:\n  claims:\n    files: [../x]\n',
      'p.yaml:5:13: feeds.claims.files.0: expected a path inside the lake, relative to it',
    ],
    [
      'a pattern without a group',
      'feeds:\n  claims:\n    replaces: v\\d\n',
      'p.yaml:5:5: feeds.claims.replaces: expected a pattern with a group in (…) that captures what redeliveries share',
    ],
    [
      'a source that is not joined',
      'feeds:\n  links:\n    sources: {a: x, b: y}\n    columns: {kind: a, old_id: b, new_id: c}\n',
      'p.yaml:4:3: feeds.links: expected a join for the source b',
    ],
    [
      'a share',
      'feeds: {}\nguard_rails:\n  unassigned: 5\n',
      'p.yaml:5:3: guard_rails.unassigned: expected at most 1, found 5',
    ],
    [
      'one of several words',
      'feeds:\n  links:\n    delivery: often\n',
      'p.yaml:5:5: feeds.links.delivery: expected one of snapshot, incremental, found "often"',
    ],
    [
      'one of several kinds of value',
      'feeds:\n  links: yes\n',
      'p.yaml:4:3: feeds.links: expected keys with values or nothing, found "yes"',
    ],
    [
      'a time zone',
      'feeds: {}\ntime_zone: Indiana\n',
      'p.yaml:4:1: time_zone: expected a time zone such as America/Indiana/Indianapolis',
    ],
  ])('%s', (_, yaml, message) => {
    expect(() => parsePipeline('p.yaml', `name: x\npolicy: y\n${yaml}`)).toThrow(message)
  })

  it('what must be given', () => {
    expect(() => parsePipeline('p.yaml', 'name: x\nfeeds: {}')).toThrow(
      'policy: expected text, found nothing',
    )
  })

  it('text that is not YAML', () => {
    expect(() => parsePipeline('p.yaml', 'name: x\n  policy: y')).toThrow(
      /^p\.yaml:1:7: not valid YAML/,
    )
  })

  it('a file that is not there', async () => {
    await expect(loadPipeline('/no/such.yaml')).rejects.toMatchObject({
      exit: 2,
      message: 'Expected a pipeline file at /no/such.yaml, found nothing.',
    })
  })
})
