import { z } from 'zod'
import { day, flag, id, ids, instant, list, oneOf, requestId, text } from './fields.ts'

/** The fields of every request. `reason` is not among them: for some kinds it is one of a few words. */
const common = {
  request_id: requestId(
    'the id of the request; sending the same request again under it has no effect',
  ),
  requested_by: text('the person who requests it'),
  requested_at: instant('when it was requested'),
  note: text('anything else that the person who decides should know').optional(),
}

const term = {
  effective_date: day('the first day; the day of the approval if not given').optional(),
  end_date: day('the last day; open if not given').optional(),
  retroactive: flag(
    'keep a first day that is before the approval; only an administrator can approve it',
  ),
}

const roles = {
  specialty: text('the specialty, for a specialist').optional(),
}

const scope = {
  facility_ids: ids('only at these facilities').optional(),
  member_ids: ids('only for these members').optional(),
}

const why = text('the reason')

type Check = (request: Readonly<Record<string, unknown>>, context: z.RefinementCtx) => void

const addIssue = (context: z.RefinementCtx, path: string, message: string): void =>
  context.addIssue({ code: 'custom', path: [path], message })

const endsAfterItStarts: Check = ({ effective_date: from, end_date: to }, context) => {
  if (typeof from === 'string' && typeof to === 'string' && to < from) {
    addIssue(context, 'end_date', 'expected a day on or after effective_date')
  }
}

const startsWhereRetroactive: Check = ({ effective_date: from, retroactive }, context) => {
  if (retroactive === true && from === undefined) {
    addIssue(context, 'effective_date', 'is missing: a retroactive request needs its first day')
  }
}

const specialtyOfSpecialists: Check = ({ role, specialty }, context) => {
  if (role === 'specialist' && specialty === undefined) {
    addIssue(context, 'specialty', 'is missing: a specialist needs one')
  }
  if (role !== 'specialist' && specialty !== undefined) {
    addIssue(context, 'specialty', 'is for the role specialist only')
  }
}

const oneScope: Check = ({ facility_ids: facilities, member_ids: members }, context) => {
  if (facilities !== undefined && members !== undefined) {
    addIssue(context, 'member_ids', 'expected either facility_ids or member_ids, found both')
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
    provider_id: id('the provider who takes it'),
    role: oneOf(['primary', 'specialist'], 'the role of the provider').default('primary'),
    ...roles,
    ...term,
    reason: oneOf(['onboarding', 'provider_leaving', 'rebalancing', 'geographic'], 'the reason'),
  })
  .superRefine(checks(dated, specialtyOfSpecialists))
  .describe("assigns a facility's primary provider, or one of its specialists")

const assignPatient = z
  .strictObject({
    kind: z.literal('assign_patient'),
    ...common,
    member_id: id('the member'),
    provider_id: id('the provider who takes the member'),
    role: oneOf(['primary', 'specialist', 'coverage'], 'the role of the provider').default(
      'primary',
    ),
    ...roles,
    ...term,
    reason: oneOf(
      ['specialist_need', 'patient_request', 'complex_care', 'transition'],
      'the reason',
    ),
  })
  .superRefine(checks(dated, specialtyOfSpecialists))
  .describe("assigns one member's provider; overrides the facility's")

const setCoverage = z
  .strictObject({
    kind: z.literal('set_coverage'),
    ...common,
    absent_provider_id: id('the absent provider'),
    covering_provider_ids: ids('the providers who cover, in this order'),
    ...scope,
    effective_date: day('the first day of the absence'),
    end_date: day('the last day of the absence'),
    retroactive: term.retroactive,
    reason: oneOf(['vacation', 'leave', 'training', 'overflow'], 'the reason'),
  })
  .superRefine(checks(dated, oneScope))
  .superRefine(({ absent_provider_id: absent, covering_provider_ids: covering }, context) => {
    if (covering.includes(absent)) {
      addIssue(context, 'covering_provider_ids', 'includes the absent provider')
    }
  })
  .describe('names the providers who cover for an absent one; the PMP stays the same')

/** The fields that a request with `moves` must not have. */
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
    source_provider_id: id('the provider whose members move').optional(),
    source_facility_id: id('the facility whose members move').optional(),
    ...scope,
    destination_provider_ids: ids('the providers who take them; not with moves').optional(),
    distribution: oneOf(
      ['one', 'evenly', 'by_room', 'nearest'],
      'how several destinations share the members; one = a single destination',
    ).default('one'),
    same_practice_first: flag("fill the destinations at the source provider's practice first"),
    moves: list(
      z.strictObject({
        member_id: id('the member who moves'),
        provider_id: id('the provider who takes them'),
        from_provider_id: id(
          'their current provider; a member who has another by then does not move',
        ).optional(),
      }),
      'the moves one by one, instead of a source and destinations',
    )
      .refine((all) => new Set(all.map((one) => one.member_id)).size === all.length, {
        message: 'lists a member twice',
      })
      .optional(),
    move_scheduled_visits: flag('move scheduled visits too'),
    lock: flag('keep the move when a member later selects another PMP'),
    lock_reason: text('the reason for the lock').optional(),
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
      'the reason',
    ),
  })
  .superRefine(checks(dated, oneScope))
  .superRefine((request, context) => {
    if (request.lock !== (request.lock_reason !== undefined)) {
      addIssue(context, 'lock_reason', 'is required with lock, and not allowed without it')
    }
    if (request.moves !== undefined) {
      for (const name of besideMoves) {
        if (request[name] !== undefined) addIssue(context, name, 'is not allowed with moves')
      }
      if (request.distribution !== 'one' || request.same_practice_first) {
        addIssue(context, 'moves', 'already names each destination: expected no distribution')
      }
      return
    }
    const { source_provider_id: provider, source_facility_id: facility } = request
    const to = request.destination_provider_ids
    if (to === undefined) {
      addIssue(context, 'destination_provider_ids', 'is missing')
      return
    }
    if ((provider === undefined) === (facility === undefined)) {
      const found = provider === undefined ? 'neither' : 'both'
      addIssue(
        context,
        'source_provider_id',
        `expected either this or source_facility_id, found ${found}`,
      )
    }
    if (provider !== undefined && to.includes(provider)) {
      addIssue(context, 'destination_provider_ids', 'includes the provider whose members move')
    }
    if ((request.distribution === 'one') !== (to.length === 1)) {
      const rule = to.length === 1 ? 'one, for a single provider' : 'evenly, by_room or nearest'
      addIssue(context, 'distribution', `expected ${rule}`)
    }
    if (request.same_practice_first && provider === undefined) {
      addIssue(context, 'same_practice_first', 'is for a source provider only, who has a practice')
    }
  })
  .describe('moves the members of a provider or a facility to other providers, as one request')

const undoReassign = z
  .strictObject({
    kind: z.literal('undo_reassign'),
    ...common,
    for_request_id: requestId('the bulk_reassign to undo'),
    effective_date: term.effective_date,
    reason: why,
  })
  .describe(
    'moves the members of a bulk_reassign, if they are still where it put them, back to the provider they had',
  )

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
      'request = for a manager to decide; justification = a documented override by a manager or an administrator; temporary = until a given day',
    ),
    validation: oneOf(validations, 'the validation that fails'),
    for_request_id: requestId('the request that needs the exception').optional(),
    provider_id: id('the provider who needs the exception').optional(),
    facility_id: id('only at this facility').optional(),
    member_id: id('only for this member').optional(),
    effective_date: term.effective_date,
    end_date: day('the last day, for a temporary exception').optional(),
    reason: why,
  })
  .superRefine(endsAfterItStarts)
  .superRefine((request, context) => {
    if (request.for_request_id === undefined && request.provider_id === undefined) {
      addIssue(context, 'for_request_id', 'is missing: expected this or provider_id')
    }
    if ((request.exception_type === 'temporary') !== (request.end_date !== undefined)) {
      addIssue(
        context,
        'end_date',
        'is required for a temporary exception, and not allowed for others',
      )
    }
  })
  .describe('allows a validation to fail')

const panelStatus = z
  .strictObject({
    kind: z.literal('panel_status'),
    ...common,
    provider_id: id('the provider of the panel'),
    panel_status: oneOf(['open', 'established_only', 'closed'], 'the new status'),
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
    provider_id: id('the provider of the panel'),
    member_id: id('the member who is accepted'),
    effective_date: term.effective_date,
    end_date: term.end_date,
    reason: why,
  })
  .superRefine(endsAfterItStarts)
  .describe('adds one member to a closed panel, at the wish of the practice')

const dismissMember = z
  .strictObject({
    kind: z.literal('dismiss_member'),
    ...common,
    provider_id: id('the provider who dismisses the member'),
    member_id: id('the member who is dismissed'),
    effective_date: term.effective_date,
    reason: why,
  })
  .describe('dismisses a member from a practice, with emergency coverage for 30 days')

const attributionDispute = z
  .strictObject({
    kind: z.literal('attribution_dispute'),
    ...common,
    practice_id: id('the practice that disputes it'),
    member_id: id('the member whose attribution is disputed'),
    provider_id: id('the PMP that the member should be attributed to').optional(),
    evidence: text('the evidence for it'),
    due_date: day('the day by which it is to be decided'),
    reason: why,
  })
  .describe('disputes an attribution on behalf of a practice')

const release = z
  .strictObject({
    kind: z.literal('release'),
    ...common,
    run_id: id('the held run'),
    reason: why,
  })
  .describe('publishes a held run; only `empanel release` writes it')

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

/** The contract of every request: files, command-line options, help and the store all use it. */
export const requestSchema = z.discriminatedUnion('kind', kinds)

export type Request = z.output<typeof requestSchema>
export type RequestKind = Request['kind']
export type RequestOf<K extends RequestKind> = Extract<Request, { kind: K }>

/** The contract of each kind, by its name. */
export const requestKinds: ReadonlyMap<string, (typeof kinds)[number]> = new Map(
  kinds.map((schema) => [schema.shape.kind.value, schema]),
)
