import { describe, expect, test } from 'vitest'
import { columnRules } from '../../src/feeds/column-rule.ts'
import { feedDictionary } from '../../src/feeds/dictionary.ts'
import { feedNamed, feeds } from '../../src/feeds/index.ts'
import { feedGuide, feedTemplate } from '../../src/feeds/template.ts'

describe('the contracts', () => {
  test('are those of the ten feeds, in order', () => {
    expect(feeds.map(({ name }) => name)).toEqual([
      'enrollment',
      'claims',
      'self_selections',
      'providers',
      'facilities',
      'current_assignments',
      'scheduled_visits',
      'links',
      'load_results',
      'notice_results',
    ])
  })

  test('require enrollment and providers only', () => {
    expect(feeds.filter(({ required }) => required).map(({ name }) => name)).toEqual([
      'enrollment',
      'providers',
    ])
  })

  test.each(feeds)('of $name give every column a meaning that ends in a point', (feed) => {
    for (const { name, meaning } of columnRules(feed))
      expect(`${name}: ${meaning}`).toMatch(/: [A-Z0-9].*\.$/)
  })
})

describe('the dictionary', () => {
  const text = feedDictionary()

  test('lists every feed and column', () => {
    for (const feed of feeds) {
      expect(text).toContain(`## ${feed.name}\n`)
      for (const { name } of columnRules(feed)) expect(text).toContain(`| \`${name}\``)
    }
  })

  test('shows what is required, allowed and assumed by default', () => {
    expect(text).toContain('| `birth_date` * | date |')
    expect(text).toContain('| `panel_status` | open, established_only, closed | open |')
    expect(text).toContain('| `latitude` | number, -90 to 90 |')
    expect(text).toContain('| `license_states` | list of state |')
  })

  test('describes the checks between columns and corrections', () => {
    expect(text).toContain('- `coverage_end` must not be less than `coverage_start`')
    expect(text).toContain('`provider_id` or `provider_npi` with `billing_tin`')
    expect(text).toContain('`frequency_code` is `7` or `8` or whose `claim_status` is `reversed`')
  })
})

describe('the template of a feed', () => {
  test('is the header alone, columns in the order of the contract', () => {
    expect(feedTemplate(feedNamed('self_selections'))).toBe(
      'member_id,provider_id,selected_on,effective_date,end_date,channel\n',
    )
  })
})

describe('the guide to a template', () => {
  const guide = feedGuide(feedNamed('self_selections'))

  test('explains each column and marks the required ones', () => {
    expect(guide).toMatch(/^member_id \* +text: Member who chose\.$/m)
    expect(guide).toMatch(/^channel +text: Channel of the choice/m)
  })
})
