import { z } from 'zod'
import { day, flag, id, ids, instant, list, oneOf, requestId, text } from './fields.ts'

/** What every request says. `reason` is beside them: of some kinds it is one of a few words. */
const common = {
  request_id: requestId('the id of the request; the same request may be sent again under it'),
  requested_by: text('who asks'),
  requested_at: instant('when they asked'),
  note: text('anything more that the one who decides should know').optional(),
}

const term = {
  effective_date: day(
    'its first day; at once, from the day of its approval, if not given',
  ).optional(),
  end_date: day('its last day; open if not given').optional(),
  retroactive: flag(
    'keeps a first day that is past on the day of approval; an administrator decides',
  ),
}

const roles = {
  specialty: text('which specialty, for a specialist').optional(),
}

const scope = {
  facility_ids: ids('only these facilities').optional(),
  member_ids: ids('only these members').optional(),
}

const why = text('why')

type Check = (request: Readonly<Record<string, unknown>>, context: z.RefinementCtx) => void

const complain = (context: z.RefinementCtx, path: string, message: string): void =>
  context.addIssue({ code: 'custom', path: [path], message })

const endsAfterItStarts: Check = ({ effective_date: from, end_date: to }, context) => {
  if (typeof from === 'string' && typeof to === 'string' && to < from) {
    complain(context, 'end_date', 'expected a day on or after effective_date')
  }
}

const startsWhereRetroactive: Check = ({ effective_date: from, retroactive }, context) => {
  if (retroactive === true && from === undefined) {
    complain(context, 'effective_date', 'is missing: a retroactive request says from when')
  }
}

const specialtyOfSpecialists: Check = ({ role, specialty }, context) => {
  if (role === 'specialist' && specialty === undefined) {
    complain(context, 'specialty', 'is missing: a specialist has one')
  }
  if (role !== 'specialist' && specialty !== undefined) {
    complain(context, 'specialty', 'is only for the role specialist')
  }
}

const oneScope: Check = ({ facility_ids: facilities, member_ids: members }, context) => {
  if (facilities !== undefined && members !== undefined) {
    complain(context, 'member_ids', 'expected either facility_ids or member_ids, found both')
  }
}

const checks =
  (...all: readonly Check[]): Check =>
  (request, context) => {
    for (const check of all) check(request, context)
  }

const dated = checks(endsAfterItStarts, startsWhereRetroactive)

const assignFacility = z
  .strictObject({
    kind: z.literal('assign_facility'),
    ...common,
    facility_id: id('the facility'),
    provider_id: id('who takes it'),
    role: oneOf(['primary', 'specialist'], 'as what').default('primary'),
    ...roles,
    ...term,
    reason: oneOf(['onboarding', 'provider_leaving', 'rebalancing', 'geographic'], 'why'),
  })
  .superRefine(checks(dated, specialtyOfSpecialists))
  .describe("a facility's primary provider, or its specialist of a specialty")

const assignPatient = z
  .strictObject({
    kind: z.literal('assign_patient'),
    ...common,
    member_id: id('the member'),
    provider_id: id('who takes them'),
    role: oneOf(['primary', 'specialist', 'coverage'], 'as what').default('primary'),
    ...roles,
    ...term,
    reason: oneOf(['specialist_need', 'patient_request', 'complex_care', 'transition'], 'why'),
  })
  .superRefine(checks(dated, specialtyOfSpecialists))
  .describe("one member's provider; overrides the facility's")

const setCoverage = z
  .strictObject({
    kind: z.literal('set_coverage'),
    ...common,
    absent_provider_id: id('who is away'),
    covering_provider_ids: ids('who covers, in this order'),
    ...scope,
    effective_date: day('the first day away'),
    end_date: day('the last day away'),
    retroactive: term.retroactive,
    reason: oneOf(['vacation', 'leave', 'training', 'overflow'], 'why'),
  })
  .superRefine(checks(dated, oneScope))
  .superRefine(({ absent_provider_id: absent, covering_provider_ids: covering }, context) => {
    if (covering.includes(absent)) {
      complain(context, 'covering_provider_ids', 'names the absent provider')
    }
  })
  .describe('who covers for an absent provider; the PMP stays')

/** What a request that names its moves one by one has no use for. */
const besideMoves = [
  'source_provider_id',
  'source_facility_id',
  'facility_ids',
  'member_ids',
  'destination_provider_ids',
] as const

const bulkReassign = z
  .strictObject({
    kind: z.literal('bulk_reassign'),
    ...common,
    source_provider_id: id('whose members move').optional(),
    source_facility_id: id('the facility whose members move').optional(),
    ...scope,
    destination_provider_ids: ids('who takes them; not with moves').optional(),
    distribution: oneOf(
      ['one', 'evenly', 'by_room', 'nearest'],
      'how several share them; one = there is only one',
    ).default('one'),
    same_practice_first: flag("those at the source provider's practice first"),
    moves: list(
      z.strictObject({
        member_id: id('who moves'),
        provider_id: id('who takes them'),
        from_provider_id: id('from whom; who is elsewhere by then does not move').optional(),
      }),
      'who moves to whom, one by one, instead of a source and destinations',
    )
      .refine((all) => new Set(all.map((one) => one.member_id)).size === all.length, {
        message: 'names a member twice',
      })
      .optional(),
    move_scheduled_visits: flag('visits that are scheduled move too'),
    lock: flag('a later self-selection does not end it'),
    lock_reason: text('why it is locked').optional(),
    effective_date: term.effective_date,
    retroactive: term.retroactive,
    reason: oneOf(
      [
        'provider_leaving',
        'load_balancing',
        'geographic_restructuring',
        'facility_closure',
        'facility_merger',
      ],
      'why',
    ),
  })
  .superRefine(checks(dated, oneScope))
  .superRefine((request, context) => {
    if (request.lock !== (request.lock_reason !== undefined)) {
      complain(context, 'lock_reason', 'expected with lock, and only with it')
    }
    if (request.moves !== undefined) {
      for (const name of besideMoves) {
        if (request[name] !== undefined) complain(context, name, 'is not for a request with moves')
      }
      if (request.distribution !== 'one' || request.same_practice_first) {
        complain(context, 'moves', 'say already who takes whom: expected no distribution')
      }
      return
    }
    const { source_provider_id: provider, source_facility_id: facility } = request
    const to = request.destination_provider_ids
    if (to === undefined) {
      complain(context, 'destination_provider_ids', 'is missing')
      return
    }
    if ((provider === undefined) === (facility === undefined)) {
      const found = provider === undefined ? 'neither' : 'both'
      complain(
        context,
        'source_provider_id',
        `expected either it or source_facility_id, found ${found}`,
      )
    }
    if (provider !== undefined && to.includes(provider)) {
      complain(context, 'destination_provider_ids', 'names the provider whose members move')
    }
    if ((request.distribution === 'one') !== (to.length === 1)) {
      const rule = to.length === 1 ? 'one for one provider' : 'evenly, by_room or nearest'
      complain(context, 'distribution', `expected ${rule}`)
    }
    if (request.same_practice_first && provider === undefined) {
      complain(context, 'same_practice_first', 'is only for a source provider, who has a practice')
    }
  })
  .describe('moves the members of a provider or a facility to others, as one request')

const undoReassign = z
  .strictObject({
    kind: z.literal('undo_reassign'),
    ...common,
    for_request_id: requestId('the move to undo'),
    effective_date: term.effective_date,
    reason: why,
  })
  .describe('takes everybody whom a move moved, and who is still there, back to whom they had')

export const validations = [
  'licensing',
  'credentials',
  'availability',
  'geography',
  'insurance',
] as const

const exception = z
  .strictObject({
    kind: z.literal('exception'),
    ...common,
    exception_type: oneOf(
      ['request', 'justification', 'temporary'],
      'request = ask a manager; justification = a documented override by somebody who decides; temporary = until a day',
    ),
    validation: oneOf(validations, 'what fails'),
    for_request_id: requestId('the request that it is for').optional(),
    provider_id: id('the provider that it is for').optional(),
    facility_id: id('only at this facility').optional(),
    member_id: id('only for this member').optional(),
    effective_date: term.effective_date,
    end_date: day('its last day, for a temporary one').optional(),
    reason: why,
  })
  .superRefine(endsAfterItStarts)
  .superRefine((request, context) => {
    if (request.for_request_id === undefined && request.provider_id === undefined) {
      complain(context, 'for_request_id', 'is missing: expected it or provider_id')
    }
    if ((request.exception_type === 'temporary') !== (request.end_date !== undefined)) {
      complain(context, 'end_date', 'expected for a temporary exception, and only for it')
    }
  })
  .describe('lets a validation fail')

const panelStatus = z
  .strictObject({
    kind: z.literal('panel_status'),
    ...common,
    provider_id: id('whose panel'),
    panel_status: oneOf(['open', 'established_only', 'closed'], 'what it is to be'),
    effective_date: term.effective_date,
    end_date: term.end_date,
    reason: why,
  })
  .superRefine(endsAfterItStarts)
  .describe('opens or closes a panel')

const panelAdd = z
  .strictObject({
    kind: z.literal('panel_add'),
    ...common,
    provider_id: id('whose panel'),
    member_id: id('who is accepted'),
    effective_date: term.effective_date,
    end_date: term.end_date,
    reason: why,
  })
  .superRefine(endsAfterItStarts)
  .describe('a practice accepts one member on a closed panel')

const dismissMember = z
  .strictObject({
    kind: z.literal('dismiss_member'),
    ...common,
    provider_id: id('who dismisses'),
    member_id: id('who is dismissed'),
    effective_date: term.effective_date,
    reason: why,
  })
  .describe('a practice dismisses a member, with emergency coverage for 30 days')

const attributionDispute = z
  .strictObject({
    kind: z.literal('attribution_dispute'),
    ...common,
    practice_id: id('who disputes'),
    member_id: id('whose attribution'),
    provider_id: id('to whom they should be attributed').optional(),
    evidence: text('what speaks for it'),
    due_date: day('until when it is to be decided'),
    reason: why,
  })
  .describe('a practice disputes an attribution')

const release = z
  .strictObject({
    kind: z.literal('release'),
    ...common,
    run_id: id('the held run'),
    reason: why,
  })
  .describe('publishes a held run; `empanel release` writes it')

const kinds = [
  assignFacility,
  assignPatient,
  setCoverage,
  bulkReassign,
  undoReassign,
  exception,
  panelStatus,
  panelAdd,
  dismissMember,
  attributionDispute,
  release,
] as const

/** The contract of every request, once: files, options, help and the store read it from here. */
export const requestSchema = z.discriminatedUnion('kind', kinds)

export type Request = z.output<typeof requestSchema>
export type RequestKind = Request['kind']
export type RequestOf<K extends RequestKind> = Extract<Request, { kind: K }>

/** The contract of each kind, by its name. */
export const requestKinds: ReadonlyMap<string, (typeof kinds)[number]> = new Map(
  kinds.map((schema) => [schema.shape.kind.value, schema]),
)
