import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codesOf, loadPolicy } from '../../src/config/policy.ts'
import { expandCodes } from '../../src/config/code-list.ts'

const nightly = fileURLToPath(new URL('../../pipelines/nightly.yaml', import.meta.url))

let folder: string
let pipeline: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'empanel-policy-'))
  await mkdir(path.join(folder, 'policies'))
  pipeline = path.join(folder, 'pipeline.yaml')
})

afterAll(() => rm(folder, { recursive: true }))

const policyOf = async (name: string, text: string) => {
  await writeFile(path.join(folder, 'policies', `${name}.yaml`), text)
  return loadPolicy(pipeline, name)
}

describe('the caresource policy', () => {
  test('lists the seven steps of assignment and the three of attribution, in order', async () => {
    const policy = await loadPolicy(nightly, 'caresource')
    expect(policy.assignment.steps.map(({ step }) => step)).toEqual([
      'lock_in',
      'patient_assignment',
      'reassigned',
      'self_selection',
      'facility',
      'carried_forward',
      'geographic',
    ])
    expect(policy.attribution.steps).toEqual([
      { step: 'claims', label: 'Attributed as PMP via Claims' },
      { step: 'self_selection', label: 'Attributed as PMP via Self-Selection' },
      { step: 'assignment', label: 'Attributed as PMP' },
    ])
  })

  test('has the 23 specialties of a PMP, OB/GYN only chosen', async () => {
    const { specialties } = await loadPolicy(nightly, 'caresource')
    expect(Object.keys(specialties)).toHaveLength(23)
    expect(specialties['208000000X']).toEqual({ min_age: 0, max_age: 20 })
    expect(specialties['207V00000X']).toEqual({ min_age: 12, gender: 'F', may_be_given: false })
  })

  test('counts 99201 up to 2020 and domiciliary visits up to 2022', async () => {
    const { code_sets } = await loadPolicy(nightly, 'caresource')
    const has = (code: string, year: number) =>
      code_sets.primary_care.some((list) => codesOf(list, year)?.codes.includes(code))
    expect([has('99201', 2020), has('99201', 2021)]).toEqual([true, false])
    expect([has('99324', 2022), has('99337', 2022), has('99337', 2023)]).toEqual([
      true,
      true,
      false,
    ])
    expect([has('G0463', 2024), has('T1015', 2026), has('99281', 2024)]).toEqual([
      true,
      true,
      false,
    ])
  })
})

describe('a list of codes', () => {
  test('names every code of a range', () => {
    expect(expandCodes('99202-99205')).toEqual(['99202', '99203', '99204', '99205'])
    expect(expandCodes('G0438-G0439')).toEqual(['G0438', 'G0439'])
    expect(expandCodes('0458-0460')).toEqual(['0458', '0459', '0460'])
    expect(expandCodes('T1015')).toEqual(['T1015'])
  })

  test.each(['99205-99202', '99202-G0438', '0450-459', ''])('refuses %j', (text) => {
    expect(expandCodes(text)).toBeUndefined()
  })

  test('uses the latest earlier list for a year without one, and none for an early year', () => {
    const list = {
      source: 'a test',
      years: { first: 2020, last: 2022 },
      codes: [
        { codes: ['A'] },
        { codes: ['B'], last_year: 2021 },
        { codes: ['C'], first_year: 2021 },
      ],
    }
    expect(codesOf(list, 2019)).toBeUndefined()
    expect(codesOf(list, 2020)).toEqual({ listYear: 2020, codes: ['A', 'B'] })
    expect(codesOf(list, 2025)).toEqual({ listYear: 2022, codes: ['A', 'C'] })
  })
})

describe('a policy that extends another', () => {
  test('merges maps by key, replaces lists, and takes away what it sets to null', async () => {
    const policy = await policyOf(
      'narrow',
      `name: narrow
extends: caresource
assignment:
  max_distance_miles: 45
attribution:
  excluded_places_of_service: ['21']
specialties:
  PEDIATRICS: { max_age: 17 }
  207R00000X: { min_age: null }
  208D00000X: null
`,
    )
    expect(policy.name).toBe('narrow')
    expect(policy.assignment).toMatchObject({ max_distance_miles: 45, access_standard_miles: 30 })
    expect(policy.attribution.excluded_places_of_service).toEqual(['21'])
    expect(policy.specialties['PEDIATRICS']).toEqual({ max_age: 17 })
    expect(policy.specialties['207R00000X']).toEqual({})
    expect(policy.specialties).not.toHaveProperty('208D00000X')
    expect(policy.specialties).toHaveProperty('207Q00000X')
  })

  test('may bring its own code lists, in files beside it', async () => {
    await mkdir(path.join(folder, 'policies', 'codes'), { recursive: true })
    await writeFile(
      path.join(folder, 'policies', 'codes', 'own.yaml'),
      'source: ours\nyears: 2020-2021\ncodes:\n  - codes: 185349003\n',
    )
    const policy = await policyOf(
      'coded',
      `name: coded
extends: caresource
code_sets: { primary_care: [codes/primary_care.yaml, codes/own.yaml] }
`,
    )
    expect(policy.code_sets.primary_care).toHaveLength(2)
    expect(policy.code_sets.primary_care[1]).toMatchObject({ codes: [{ codes: ['185349003'] }] })
  })

  test('must not extend itself', async () => {
    await expect(policyOf('circle', 'name: circle\nextends: circle\n')).rejects.toThrow(
      'The policy circle extends itself: circle → circle.',
    )
  })

  test('must extend a policy that is there', async () => {
    await expect(policyOf('orphan', 'name: orphan\nextends: nobody\n')).rejects.toThrow(
      /orphan extends nobody/,
    )
  })
})

describe('the label of a step', () => {
  const text = `name: own
extends: caresource
attribution:
  steps: [{ step: assignment }, { step: claims, label: By visits }]
`
  test('is its own unless the policy sets another', async () => {
    const { attribution } = await policyOf('own', text)
    expect(attribution.steps).toEqual([
      { step: 'assignment', label: 'Attributed as PMP' },
      { step: 'claims', label: 'By visits' },
    ])
  })

  test('is refused with the line of a misspelled key', async () => {
    await expect(policyOf('own', text.replace('label', 'labell'))).rejects.toThrow(
      /own\.yaml:4:\d+: unknown key labell in .*Did you mean .?label/,
    )
  })
})

describe('a policy with a fault', () => {
  test('is refused with the line of an unknown step and the steps there are', async () => {
    const text = `name: odd
extends: caresource
attribution:
  steps:
    - { step: claims, label: Claims }
    - { step: astrology, label: Stars }
`
    await expect(policyOf('odd', text)).rejects.toThrow(
      /odd\.yaml:6:\d+: .*expected one of the steps claims, self_selection, assignment, found astrology/,
    )
  })

  test('is refused with the line of a misspelled key and the key that was meant', async () => {
    const text = 'name: typo\nextends: caresource\nassignment:\n  max_distance_mile: 45\n'
    await expect(policyOf('typo', text)).rejects.toThrow(
      /typo\.yaml:4:3: unknown key max_distance_mile in assignment\. Did you mean .?max_distance_miles/,
    )
  })

  test('is refused when it names a step twice', async () => {
    const text = `name: twice
extends: caresource
attribution:
  steps: [{ step: claims, label: A }, { step: claims, label: B }]
`
    await expect(policyOf('twice', text)).rejects.toThrow(/twice\.yaml:4:\d+: .*each step once/)
  })

  test('is refused when its standard is greater than its maximum', async () => {
    const text = 'name: far\nextends: caresource\nassignment: { access_standard_miles: 90 }\n'
    await expect(policyOf('far', text)).rejects.toThrow(/access_standard_miles is more than/)
  })

  test('is refused when a key of the whole is missing', async () => {
    const text = 'name: less\nextends: caresource\ngaps: { emergency: null }\n'
    await expect(policyOf('less', text)).rejects.toThrow(/less\.yaml: .*gaps\.emergency/s)
  })

  test('is refused when a place of service lost its quotes', async () => {
    const text = 'name: bare\nextends: caresource\nemergency: { places_of_service: [23] }\n'
    await expect(policyOf('bare', text)).rejects.toThrow(/bare\.yaml:3:.*quotes/)
  })

  test('is refused when it is not there', async () => {
    await expect(loadPolicy(pipeline, 'missing')).rejects.toThrow(/Expected missing\.yaml/)
  })
})
