import { covers } from './geographic.ts'
import { type Member, isOnRoster, isPmp, licencesOf, takes } from './members.ts'
import type { Payer, ProviderRow } from './payer.ts'
import { type InForce, inForce } from './requests.ts'
import type { Visits } from './visits.ts'

export interface Start {
  state: 'started' | 'not_started' | 'ended'
  effective: string
  /** Whether this night started it. */
  isNew: boolean
  /** A night before could not start it. */
  wasRefused: boolean
  /** Validations that failed all along, by an exception. */
  excepted: string[]
  /** It ended with the exception that had let it start. */
  endedWithException: boolean
}

/** The book as the night reads it: the requests in force and their changes. */
export interface Tonight {
  payer: Payer
  asked: InForce[]
  isDismissed: (member: string, provider: string) => boolean
  isAccepted: (member: string, provider: string) => boolean
  /** Whether an exception in force lets a provider have a member despite a failed validation. */
  isWaived: (validation: string, member: Member, provider: string) => boolean
}

export const tonight = (payer: Payer): Tonight => {
  const asked = inForce(payer.requests, payer.asOf)
  const named = (kind: string) => (member: string, provider: string) =>
    asked.some(
      (row) => row.kind === kind && row.member_id === member && row.provider_id === provider,
    )
  const statuses = new Map(
    asked.flatMap((row) =>
      row.kind === 'panel_status' ? [[row.provider_id, row.panel_status]] : [],
    ),
  )
  return {
    payer: {
      ...payer,
      providers: payer.providers.map((row) => ({
        ...row,
        panel_status: statuses.get(row.provider_id) ?? row.panel_status,
      })),
    },
    asked,
    isDismissed: named('dismiss_member'),
    isAccepted: named('panel_add'),
    isWaived: (validation, member, provider) =>
      asked.some((row) => {
        if (row.kind !== 'exception' || row.validation !== validation) return false
        const target = asked.find((one) => one.request_id === row.for_request_id)
        if (row.for_request_id !== '' && !target) return false
        return (
          [row.provider_id || target?.provider_id, target?.provider_id ?? provider].every(
            (id) => id === provider,
          ) &&
          [row.member_id, target?.member_id].every((id) => !id || id === member.member_id) &&
          [row.facility_id, target?.facility_id].every((id) => !id || id === member.facility_id)
        )
      }),
  }
}

/** What no exception lets in. */
const HARD = ['not_on_roster', 'not_a_pmp', 'dismissed', 'not_covered']

/** The five validations of a request: by name, what fails. */
export const failures = (
  row: InForce,
  { payer, isDismissed, isAccepted }: Tonight,
  members: ReadonlyMap<string, Member>,
  facts: {
    visits: ReadonlyMap<string, ReadonlyMap<string, Visits>>
    has: (member: string, provider: string) => boolean
    standing: ReadonlyMap<string, number>
    /** Other facilities that the provider has in force. */
    facilities: number
  },
): Map<string, string> => {
  const failed = new Map<string, string>()
  const provider = payer.providers.find(({ provider_id: id }) => id === row.provider_id)
  const member = payer.enrollment.find(({ member_id: id }) => id === row.member_id)
  const eligible = members.get(row.member_id)
  const home = row.facility_id || (eligible ?? member)?.facility_id
  const facility = payer.facilities.find(({ facility_id: id }) => id === home)
  const place = row.kind === 'assign_facility' ? facility : (eligible ?? member)
  if (provider && !licencesOf(provider).includes(provider.state)) {
    failed.set('licensing', 'licence_lost')
  } else if (!provider || !place || !licencesOf(provider).includes(place.state)) {
    failed.set('licensing', 'not_licensed')
  }
  const missing = (facility?.required_credentials.split('|') ?? []).some(
    (one) => one !== '' && !provider?.credentials.split('|').includes(one),
  )
  if (missing) failed.set('credentials', 'missing_credential')
  const why = unavailable(row, provider, payer.asOf, {
    dismissed: isDismissed(row.member_id, row.provider_id),
    welcome:
      facts.has(row.member_id, row.provider_id) || isAccepted(row.member_id, row.provider_id),
    seen: facts.visits.get(row.member_id)?.has(row.provider_id) ?? false,
    standing: facts.standing.get(row.provider_id) ?? 0,
    facilities: facts.facilities,
  })
  if (why !== undefined) failed.set('availability', why)
  if (provider && !covers(provider, place ?? { latitude: '', longitude: '', zip: '-' })) {
    failed.set('geography', 'outside_service_area')
  }
  const lines =
    row.kind === 'assign_facility'
      ? [...members.values()].filter((one) => one.facility_id === row.facility_id)
      : eligible
        ? [eligible]
        : []
  const taken = lines.some((one) => provider && takes(provider, one.line_of_business))
  if (row.kind === 'assign_patient' && !eligible) failed.set('insurance', 'not_covered')
  else if (lines.length > 0 && !taken) failed.set('insurance', 'line_of_business')
  return failed
}

const unavailable = (
  row: InForce,
  provider: ProviderRow | undefined,
  asOf: string,
  facts: {
    dismissed: boolean
    welcome: boolean
    seen: boolean
    standing: number
    facilities: number
  },
): string | undefined => {
  if (!provider || !isOnRoster(provider, asOf)) return 'not_on_roster'
  if (row.role === 'primary' && !isPmp(provider)) return 'not_a_pmp'
  if (facts.dismissed) return 'dismissed'
  const status = provider.panel_status || 'open'
  if (row.kind === 'assign_facility') {
    if (status === 'closed') return 'panel'
    const limit = provider.facility_capacity
    return limit !== '' && facts.facilities >= Number(limit) ? 'room' : undefined
  }
  if (facts.welcome) return undefined
  if (status === 'closed' || (status === 'established_only' && !facts.seen)) return 'panel'
  const full = provider.panel_capacity !== '' && facts.standing >= Number(provider.panel_capacity)
  return row.role === 'primary' && full ? 'room' : undefined
}

/** Whether an approved exception in force lets this validation of this request fail. */
const isExcepted = (
  row: InForce,
  validation: string,
  book: Tonight,
  members: ReadonlyMap<string, Member>,
): boolean => {
  const home = row.facility_id || members.get(row.member_id)?.facility_id
  return book.asked.some(
    (one) =>
      one.kind === 'exception' &&
      one.validation === validation &&
      (one.for_request_id === '' || one.for_request_id === row.request_id) &&
      (one.provider_id === '' || one.provider_id === row.provider_id) &&
      (one.facility_id === '' || one.facility_id === home) &&
      (one.member_id === '' || one.member_id === row.member_id),
  )
}

/** Starts it, ends it, or leaves it as it was. */
export const nextStart = (
  row: InForce,
  failed: ReadonlyMap<string, string>,
  book: Tonight,
  members: ReadonlyMap<string, Member>,
  before: Start | undefined,
): Start => {
  const asOf = book.payer.asOf
  const isHard = (reason: string): boolean => HARD.includes(reason)
  const excepted = [...failed]
    .filter(([validation, why]) => !isHard(why) && isExcepted(row, validation, book, members))
    .map(([validation]) => validation)
  const refused = [...failed.keys()].filter((validation) => !excepted.includes(validation))
  if (before?.state === 'ended') return { ...before, isNew: false }
  if (before?.state === 'started') {
    const lost = refused.some((validation) => {
      const why = failed.get(validation) ?? ''
      return (
        (isHard(why) && why !== 'not_covered') ||
        ['line_of_business', 'licence_lost'].includes(why) ||
        before.excepted.includes(validation)
      )
    })
    const still = before.excepted.filter((one) => excepted.includes(one))
    const endedWithException = refused.some((one) => before.excepted.includes(one))
    const state = lost ? 'ended' : 'started'
    return { ...before, isNew: false, excepted: still, state, endedWithException }
  }
  const wasRefused = before !== undefined
  if (refused.length > 0) {
    const nothing = { effective: '', isNew: false, excepted: [], endedWithException: false }
    return { ...nothing, state: 'not_started', wasRefused: true }
  }
  return {
    state: 'started',
    effective: wasRefused ? asOf : row.from,
    isNew: true,
    wasRefused,
    excepted: excepted.filter((one) => one === 'licensing' || one === 'credentials'),
    endedWithException: false,
  }
}
