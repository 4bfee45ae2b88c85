import fc from 'fast-check'
import type {
  AssignmentRow,
  ClaimRow,
  EnrollmentRow,
  FacilityRow,
  Payer,
  ProviderRow,
  SelectionRow,
} from './payer.ts'
import { randomCoverage } from './random-coverage.ts'
import { randomRequests } from './random-requests.ts'

export const AS_OF = '2026-06-30'

const pick = <T>(...values: T[]): fc.Arbitrary<T> => fc.constantFrom(...values)
/** Mostly the first, sometimes one of the others. */
const mostly = <T>(usual: T, ...others: T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: pick(...others) })

const members = Array.from({ length: 12 }, (_, i) => `M${i}`)
const providers = Array.from({ length: 8 }, (_, i) => `P${i}`)
const claims = Array.from({ length: 14 }, (_, i) => `C${i}`)

const facilityIds = ['F0', 'F1', 'F2']

/** The first ones more often: requests are for them. */
const memberId = pick(...members, ...members.slice(0, 4), ...members.slice(0, 4))
const providerId = pick(...providers)

/** Few places, so that distances tie. */
const place = pick(
  { latitude: '39.7684', longitude: '-86.1581', zip: '46204' },
  { latitude: '39.7684', longitude: '-86.3581', zip: '46231' },
  { latitude: '40.1934', longitude: '-85.3864', zip: '47302' },
  { latitude: '38.2527', longitude: '-85.7585', zip: '40202' },
)

/** Days around which rules turn: the window's and the coverage's edges, month ends, leap days. */
const days = [
  '2024-02-29',
  '2024-06-29',
  '2024-06-30',
  '2024-07-01',
  '2025-01-31',
  '2025-12-31',
  '2026-02-01',
  '2026-05-31',
  '2026-06-29',
  '2026-06-30',
  '2026-07-01',
]
const day = pick(...days)

const enrollment: fc.Arbitrary<EnrollmentRow> = fc
  .record({
    member_id: memberId,
    coverage_start: mostly('2024-01-01', '2024-07-01', '2026-06-30', '2026-07-01', '2025-12-31'),
    coverage_end: mostly('', '9999-12-31', '2026-06-30', '2026-06-29', '2025-12-30', '2299-12-31'),
    line_of_business: mostly('medicaid', 'marketplace'),
    plan_id: pick('', 'A', 'B'),
    birth_date: pick(
      '2008-06-30',
      '2008-07-01',
      '2005-06-30',
      '1960-02-29',
      '1961-06-30',
      '2015-03-03',
      '1990-01-01',
    ),
    gender: pick('F', 'M', 'U', ''),
    state: mostly('IN', 'KY'),
    place: fc.oneof(
      { weight: 6, arbitrary: place },
      { weight: 1, arbitrary: fc.constant({ latitude: '', longitude: '', zip: '' }) },
    ),
    death_date: mostly('', '2026-06-29', '2026-06-30'),
    pmp_required: mostly('', 'Y', 'N'),
    facility_id: pick('', '', ...facilityIds, 'F9'),
    locked_provider_id: mostly('', ...providers),
    locked_until: mostly('', '2026-06-29', '2026-06-30'),
  })
  .filter((row) => row.coverage_end === '' || row.coverage_end >= row.coverage_start)
  .map(({ place: where, ...row }) => ({ ...row, ...where }))

const provider = (id: string): fc.Arbitrary<ProviderRow> =>
  fc
    .record({
      specialty: mostly(
        '207Q00000X',
        '208000000X',
        '207R00000X',
        '207V00000X',
        '207RG0300X',
        '207RC0000X',
      ),
      pmp: mostly('', 'Y', 'N'),
      practice: pick('K1', 'K2', 'K3'),
      state: mostly('IN', 'KY'),
      place,
      lines_of_business: mostly('medicaid|marketplace', 'medicaid', 'marketplace'),
      credentials: mostly('MD', '', 'NP', 'MD|NP'),
      facility_capacity: mostly('', '0', '1'),
      license_states: mostly('', 'IN', 'IN|KY', 'KY'),
      panel_status: mostly('', 'open', 'established_only', 'closed'),
      panel_capacity: pick('', '0', '1', '2', '5'),
      min_age: mostly('', '18', '0'),
      max_age: mostly('', '20', '64'),
      gender_served: mostly('', 'F', 'M'),
      service_zips: mostly('', '46204', '46204|46231'),
      service_radius_miles: mostly('', '5', '40'),
      active_from: mostly('2020-01-01', '2026-06-30', '2026-07-01'),
      active_to: mostly('', '2026-06-30', '2026-06-29'),
    })
    .map(({ practice, place: where, ...row }) => ({
      ...row,
      provider_id: id,
      provider_name: `Provider ${id}`,
      practice_id: practice,
      practice_tin: practice,
      latitude: where.latitude,
      longitude: where.longitude,
    }))

const claim: fc.Arbitrary<ClaimRow> = fc.record({
  claim_id: pick(...claims),
  line_number: pick('1', '2'),
  frequency_code: mostly('', '1', '7', '8'),
  original_claim_id: mostly('', ...claims),
  claim_version: pick('', '1', '2', '10'),
  claim_status: mostly('', 'paid', 'denied', 'pending', 'reversed'),
  member_id: memberId,
  provider_id: providerId,
  service_date: day,
  paid_date: pick('', '2026-01-01', '2026-01-02', '2026-08-01'),
  procedure_code: mostly('99213', '99214', '99201', '99327', '87880'),
  place_of_service: mostly('11', '', '21', '23', '81'),
  allowed_amount: pick('', '100', '80.25', '0'),
})

const selection: fc.Arbitrary<SelectionRow> = fc
  .record({
    member_id: memberId,
    provider_id: providerId,
    selected_on: pick('2026-01-01', '2026-06-30', '2026-07-01', '2025-05-05'),
    effective_date: mostly('', '2026-06-30', '2026-07-01'),
    end_date: mostly('', '2026-06-30', '2026-06-29'),
  })
  .filter((row) => row.end_date === '' || row.end_date >= (row.effective_date || row.selected_on))

const systemOfRecord: fc.Arbitrary<AssignmentRow> = fc.record({
  member_id: memberId,
  provider_id: providerId,
  effective_date: pick('2025-01-01', '2026-03-01'),
  basis: pick('self_selection', 'geographic', 'lock_in', 'facility'),
})

const facility = (id: string): fc.Arbitrary<FacilityRow> =>
  fc
    .record({
      facility_type: mostly('nursing_facility', 'group_home', 'clinic'),
      state: mostly('IN', 'KY'),
      place,
      required_credentials: mostly('', 'MD', 'MD|NP'),
    })
    .map(({ place: where, ...row }) => ({
      ...row,
      ...where,
      facility_id: id,
      facility_name: `Facility ${id}`,
    }))

const unique = <T>(
  row: fc.Arbitrary<T>,
  key: (row: T) => string,
  size: number,
): fc.Arbitrary<T[]> => fc.uniqueArray(row, { selector: key, maxLength: size })

/** The roster, and how it may look on another night. */
export const randomProviders = fc.tuple(...providers.map(provider))

/** What may be approved between this night and the next. */
export const laterRequests = randomRequests(['2026-06-30', '2026-07-01'], 'S', {
  members,
  providers,
  facilities: facilityIds,
})

/** A small payer in which most rules meet each other. Keys are unique; every row is valid. */
export const randomPayer: fc.Arbitrary<Payer> = fc.record({
  asOf: fc.constant(AS_OF),
  enrollment: unique(
    enrollment,
    (row) => [row.member_id, row.line_of_business, row.plan_id, row.coverage_start].join(),
    20,
  ).filter((rows) => rows.length > 0),
  providers: randomProviders,
  claims: fc.array(fc.array(claim, { maxLength: 25 }), { minLength: 1, maxLength: 3 }),
  facilities: fc.tuple(...facilityIds.map(facility)),
  requests: randomRequests(['2026-06-10', '2026-06-29', AS_OF], 'R', {
    members,
    providers,
    facilities: facilityIds,
  }),
  coverage: randomCoverage(days, { members, providers, facilities: facilityIds }),
  history: fc.constant([]),
  selections: unique(
    selection,
    (row) => [row.member_id, row.provider_id, row.selected_on].join(),
    10,
  ),
  systemOfRecord: fc.option(
    unique(systemOfRecord, (row) => row.member_id, 10),
    { nil: undefined },
  ),
})
