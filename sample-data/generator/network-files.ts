import { isoOf } from './calendar.ts'
import { CsvFile, type Field } from './csv.ts'
import { brokenNpi, npi } from './identifiers.ts'
import type { Panel } from './network.ts'
import { Random } from './random.ts'
import type { World } from './world.ts'

const providerHeader = [
  'provider_id',
  'npi',
  'provider_name',
  'specialty',
  'pmp',
  'practice_id',
  'practice_name',
  'practice_tin',
  'address',
  'city',
  'state',
  'zip',
  'latitude',
  'longitude',
  'lines_of_business',
  'license_states',
  'credentials',
  'languages',
  'panel_status',
  'panel_capacity',
  'facility_capacity',
  'daily_visit_capacity',
  'weekly_hours',
  'min_age',
  'max_age',
  'gender_served',
  'service_zips',
  'service_radius_miles',
  'active_from',
  'active_to',
] as const

type ProviderRow = Record<(typeof providerHeader)[number], Field>

const rowOf = (world: World, panel: Panel): ProviderRow => {
  const { practice, specialty } = panel
  const random = new Random(world.options.seed, 'roster', panel.index)
  const { zip, city, state } = practice.place
  const located = random.chance(0.75)
  const nearZips = world.region.places.filter(
    (place) => place.countyFips === practice.place.countyFips,
  )
  const area = random.next()
  return {
    provider_id: panel.providerId,
    npi: panel.npi,
    provider_name: panel.name,
    specialty: specialty.code,
    pmp: specialty.primary ? (random.chance(0.3) ? 'Y' : null) : random.chance(0.5) ? 'N' : null,
    practice_id: practice.practiceId,
    practice_name: practice.name,
    practice_tin: practice.tin,
    address: practice.address,
    city,
    state: random.chance(0.1) ? (state === 'IN' ? 'Indiana' : 'Kentucky') : state,
    zip,
    latitude: located ? practice.latitude : null,
    longitude: located ? practice.longitude : null,
    lines_of_business: panel.linesOfBusiness.join('|'),
    license_states: panel.licenseStates.join('|'),
    credentials: specialty.title === 'clinic' ? '' : specialty.title,
    languages: random.weighted([
      ['en', 70],
      ['en|es', 22],
      ['en|vi', 3],
      ['en|ar|fr', 2],
      ['', 3],
    ]),
    panel_status: panel.status === 'open' && random.chance(0.2) ? null : panel.status,
    panel_capacity: panel.capacity,
    facility_capacity: random.chance(0.15) ? random.between(10, 40) : null,
    daily_visit_capacity: specialty.primary ? random.between(14, 26) : null,
    weekly_hours: random.chance(0.8) ? random.pick([16, 20, 24, 32, 36, 40]) : null,
    min_age: panel.minAge,
    max_age: null,
    gender_served: panel.genderServed,
    service_zips: area < 0.06 ? nearZips.map((place) => place.zip).join('|') : null,
    service_radius_miles: area > 0.9 ? random.pick([15, 20, 25.5, 40]) : null,
    active_from: isoOf(panel.activeFrom),
    active_to:
      panel.activeTo === null ? (random.chance(0.3) ? '9999-12-31' : null) : isoOf(panel.activeTo),
  }
}

/** The roster of a night. On the second, one open panel has closed. */
export const writeProviders = (world: World, folder: string, file: string): void => {
  const { options, panels } = world
  const out = new CsvFile(folder, file, providerHeader)
  const write = (row: ProviderRow): void => out.row(providerHeader.map((column) => row[column]))
  const closing = panels.find((panel) => panel.status === 'open' && panel.specialty.given)
  for (const panel of panels) {
    const row = rowOf(world, panel)
    write(options.night === 2 && panel === closing ? { ...row, panel_status: 'closed' } : row)
    // Two spoiled rows in 120, neither of a panel that has members: a wrong NPI, the same key twice.
    if (panel.index % 120 === 60) {
      write({ ...row, provider_id: `${panel.providerId}B`, npi: brokenNpi(panel.index) })
    }
    if (panel.index % 120 === 100)
      write({ ...row, provider_name: `"${panel.name}" (old row)`, npi: npi(panel.index) })
  }
  out.close()
}

/** The facilities, in a file as a spreadsheet saves it: byte order mark and CRLF. */
export const writeFacilities = (world: World, folder: string, file: string): void => {
  const header = [
    'Facility ID',
    'Facility Name',
    'facility_type',
    'address',
    'city',
    'state',
    'ZIP',
    'latitude',
    'longitude',
    'required_credentials',
  ]
  const out = new CsvFile(folder, file, header, { newline: '\r\n', mark: true })
  for (const facility of world.facilities) {
    const { city, state, zip } = world.region.at(facility.place)
    const { facilityId, name, type, address, latitude, longitude, requiredCredentials } = facility
    out.row([
      facilityId,
      name,
      type,
      address,
      city,
      state,
      zip,
      latitude,
      longitude,
      requiredCredentials,
    ])
  }
  out.close()
}
