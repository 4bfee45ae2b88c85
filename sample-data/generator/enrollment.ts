import { addMonths, isoOf, monthStart, type Day } from './calendar.ts'
import type { Span } from './coverage.ts'
import { CsvFile, type Field } from './csv.ts'
import { outpost, type Place } from './places.ts'
import { planted } from './plants.ts'
import { Random } from './random.ts'
import type { Story } from './story.ts'
import type { World } from './world.ts'

/** `subscriber_code` is not in the contract: empanel reports it once and ignores it. */
export const enrollmentHeader = [
  'member_id',
  'coverage_start',
  'coverage_end',
  'line_of_business',
  'plan_id',
  'household_id',
  'first_name',
  'last_name',
  'birth_date',
  'gender',
  'address',
  'city',
  'state',
  'zip',
  'county_fips',
  'latitude',
  'longitude',
  'phone',
  'language',
  'facility_id',
  'death_date',
  'medicaid_id',
  'redetermination_date',
  'pmp_required',
  'locked_provider_id',
  'locked_until',
  'restricted',
  'subscriber_code',
] as const

type EnrollmentRow = Record<(typeof enrollmentHeader)[number], Field>

/** Towns far from every practice of the metropolitan sample. */
const farAway = [
  { city: 'Fort Wayne', state: 'IN', zip: '46802', county_fips: '18003' },
  { city: 'Paducah', state: 'KY', zip: '42001', county_fips: '21145' },
  { city: 'Nashville', state: 'TN', zip: '37203', county_fips: '47037' },
] as const

const zipOf = ({ city, state, zip, countyFips }: Place): Partial<EnrollmentRow> => ({
  city,
  state,
  zip,
  county_fips: countyFips,
})

const planOf = (state: string, span: Span, age: number): string => {
  if (span.lineOfBusiness === 'marketplace') return `${state}-SILVER`
  if (state === 'KY') return 'KY-MCO'
  if (age >= 65) return 'IN-HCC'
  return age < 19 ? 'IN-HHW' : 'IN-HIP'
}

const endText = (end: Day | null, random: Random): string => {
  if (end !== null) return isoOf(end)
  return random.weighted([
    ['', 80],
    ['9999-12-31', 17],
    ['2299-12-31', 3],
  ])
}

const addressOf = (story: Story, random: Random): string => {
  const { person } = story
  if (planted('quotedNewline', person.index))
    return `${person.address}\nApt ${random.between(1, 24)}`
  return random.chance(0.05) ? `${person.address}, Apt ${random.between(1, 24)}` : person.address
}

const whereabouts = (world: World, story: Story, random: Random): Partial<EnrollmentRow> => {
  const { person } = story
  const { index } = person
  const { city, state, zip, countyFips } = world.region.at(person.place)
  if (planted('movedAway', index)) return random.pick(farAway)
  // Most who join far away live in the town whose only doctor takes but two.
  if (planted('joinsFarAway', index)) {
    return index % 1_000 < 750 ? zipOf(outpost) : random.pick(farAway)
  }
  if (planted('nowhere', index)) return { city, state }
  if (planted('countyOnly', index)) return { city, state, county_fips: countyFips }
  const point = { latitude: person.latitude, longitude: person.longitude }
  if (planted('noZip', index)) return { city, state, ...point }
  const zipText = random.chance(0.1) ? `${zip}-${random.between(1_000, 9_999)}` : zip
  const written = { city, state, zip: zipText, county_fips: random.chance(0.7) ? countyFips : null }
  return random.chance(0.6) ? { ...written, ...point } : written
}

const lockOf = (world: World, story: Story): Partial<EnrollmentRow> => {
  const { asOf } = world.options
  const { index } = story.person
  const locked = story.assigned?.providerId ?? null
  if (planted('locked', index)) {
    return { locked_provider_id: locked, locked_until: isoOf(addMonths(asOf, 8)) }
  }
  if (planted('lockEnded', index))
    return { locked_provider_id: locked, locked_until: isoOf(asOf - 1) }
  if (!planted('lockOnDepartedDoctor', index)) return {}
  const departed = world.panels.find((panel) => panel.activeTo !== null)
  return { locked_provider_id: departed?.providerId ?? null }
}

const formulas = ['=HYPERLINK("http://example.invalid","Mary")', '+Ann', '-Lee', '@Kay'] as const

/** The member's row for one span, as the core system writes it when all goes well. */
const rowOf = (world: World, story: Story, span: Span): EnrollmentRow => {
  const { person } = story
  const { asOf } = world.options
  // The same for every span, so that a member's rows agree.
  const random = new Random(world.options.seed, 'enrollment', person.index)
  const state = world.region.at(person.place).state
  const medicaid = span.lineOfBusiness === 'medicaid'
  return {
    member_id: person.memberId,
    coverage_start: isoOf(span.start),
    coverage_end: endText(span.end, random),
    line_of_business: span.lineOfBusiness,
    plan_id: planOf(state, span, person.age),
    household_id: person.householdId,
    first_name: planted('formulaName', person.index)
      ? (formulas[Math.floor(person.index / 1_000) % formulas.length] ?? '')
      : person.firstName,
    last_name: person.lastName,
    birth_date: isoOf(person.birth),
    gender: person.gender,
    address: addressOf(story, random),
    city: null,
    state: null,
    zip: null,
    county_fips: null,
    latitude: null,
    longitude: null,
    ...whereabouts(world, story, random),
    phone: random.chance(0.9) ? person.phone : null,
    language: person.language,
    facility_id: person.facility?.facilityId ?? null,
    death_date: story.diedOn === null ? null : isoOf(story.diedOn),
    medicaid_id: medicaid ? person.medicaidId : null,
    redetermination_date: medicaid ? isoOf(monthStart(asOf + random.between(20, 360)) - 1) : null,
    pmp_required: planted('pmpNotRequired', person.index) ? 'N' : random.chance(0.8) ? 'Y' : null,
    locked_provider_id: null,
    locked_until: null,
    ...lockOf(world, story),
    restricted: planted('restricted', person.index) ? 'Y' : 'N',
    subscriber_code: `S${person.household % 97}`,
  }
}

/** The rows that a clerk or an interface spoiled, beside or instead of the good one. */
const spoil = (index: number, last: EnrollmentRow): EnrollmentRow[] => {
  if (planted('impossibleBirthDate', index)) return [{ ...last, birth_date: '1987-02-30' }]
  if (planted('missingBirthDate', index)) return [{ ...last, birth_date: null }]
  if (planted('unknownGender', index)) return [{ ...last, gender: 'X' }]
  if (planted('endBeforeStart', index)) {
    return [
      last,
      { ...last, plan_id: 'OLD', coverage_start: '2025-09-01', coverage_end: '2025-03-31' },
    ]
  }
  if (planted('missingMemberId', index)) return [last, { ...last, member_id: null }]
  if (planted('usDate', index))
    return [last, { ...last, coverage_start: '02/03/2026', plan_id: 'OLD' }]
  if (planted('duplicateSpan', index)) return [last, { ...last, phone: '812-555-0100' }]
  return [last]
}

type EnrollmentFiles = Readonly<Record<Span['lineOfBusiness'], CsvFile>>

/** One delivery: a folder with a file for each line of business, one of them with CRLF. */
export const openEnrollment = (folder: string, day: string): EnrollmentFiles => ({
  medicaid: new CsvFile(folder, `enrollment/${day}/medicaid.csv`, enrollmentHeader),
  marketplace: new CsvFile(folder, `enrollment/${day}/marketplace.csv`, enrollmentHeader, {
    newline: '\r\n',
  }),
})

/** Writes a member's rows, one a span; `broken` = none of them can be read. */
export const writeEnrollment = (
  world: World,
  story: Story,
  files: EnrollmentFiles,
  spans: readonly Span[],
  broken = false,
): void => {
  spans.forEach((span, position) => {
    const row = rowOf(world, story, span)
    const last = position === spans.length - 1 && !broken
    const whole = last ? spoil(story.person.index, row) : [row]
    const rows = broken ? [{ ...row, birth_date: '2026-13-01' }] : whole
    for (const each of rows) {
      files[span.lineOfBusiness].row(enrollmentHeader.map((column) => each[column]))
    }
  })
}
