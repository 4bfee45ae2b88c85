import { readFile, readdir } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { feedNames } from '../../../src/feeds/index.ts'
import { listing } from '../../support/listing.ts'
import { put, withFolder } from '../../support/night.ts'
import { empanelProcess } from '../../support/process.ts'

const enrollment = `Member ID,Coverage Start,Line of Business,Birth Date,Zip
1001,2025-01-01,medicaid,1984-03-09,46204
1002,2026-02-01,medicaid,2019-11-30,47906
`
const providers = `provider_id,provider_name,specialty,practice_id,lines_of_business,zip,active_from
A,Dr. Able,207Q00000X,North,medicaid,46202,2019-01-01
B,Dr. Baker,208000000X,South,medicaid,47904,2019-01-01
`
const claims = `claim_id|line_number|member_id|provider_id|service_date|procedure_code
1|1|1001|A|2026-01-15|99213
`

describe('a newcomer who follows the README', () => {
  it('makes a lake, puts in three CSV files, and has the lists', async () => {
    await withFolder(async (folder) => {
      const init = await empanelProcess(['init', '--lake', 'mine'], folder)
      expect(init.exit).toBe(0)
      expect(init.stdout).toContain('empanel run --lake mine')
      const lake = path.join(folder, 'mine')
      await put(lake, 'inbox/enrollment/members of June.csv', enrollment)
      await put(lake, 'inbox/providers/providers.csv', providers)
      await put(lake, 'inbox/claims/claims.txt.csv', claims)

      const run = await empanelProcess(['run', '--lake', 'mine', '--as-of', '2026-06-30'], folder)
      expect(run.stderr).not.toMatch(/empanel:/)
      expect(run.exit).toBe(0)
      const published = JSON.parse(await readFile(path.join(lake, 'published.json'), 'utf8'))
      const lists = path.join(lake, 'runs', published.run_id, 'registry')
      expect((await readdir(lists)).toSorted()).toEqual(['North.csv', 'South.csv', 'index.csv'])
      expect(await readFile(path.join(lists, 'North.csv'), 'utf8')).toContain(',1001,')
      expect(await readFile(path.join(lists, 'South.csv'), 'utf8')).toContain(',1002,')
    })
  })

  it('finds a folder and a template for each feed, one for requests, and keeps what was there already', async () => {
    await withFolder(async (folder) => {
      await empanelProcess(['init', '--lake', folder])
      expect((await readdir(path.join(folder, 'inbox'))).toSorted()).toEqual(feedNames.toSorted())
      const before = await listing(folder)
      const templates = [...feedNames, 'requests'].flatMap((name) => [`${name}.csv`, `${name}.txt`])
      expect(Object.keys(before)).toEqual(templates.map((name) => `templates/${name}`).toSorted())
      await put(folder, 'templates/claims.csv', 'mine')
      expect((await empanelProcess(['init', '--lake', folder])).exit).toBe(0)
      expect(await readFile(path.join(folder, 'templates/claims.csv'), 'utf8')).toBe('mine')
    })
  })
})

describe('docs', () => {
  it('writes the data dictionary and the lineage', async () => {
    await withFolder(async (folder) => {
      const { exit } = await empanelProcess(['docs', '--out', folder])
      expect(exit).toBe(0)
      const page = (name: string): Promise<string> => readFile(path.join(folder, name), 'utf8')
      expect(await page('feeds.md')).toMatch(/coverage_start/)
      expect(await page('relations.md')).toMatch(/assignment\.assigned_provider/)
      expect(await page('relations/assignment.md')).toMatch(/^## assignment\.assigned_provider$/m)
      expect(await page('lineage.md')).toMatch(/```mermaid/)
    })
  })
})
