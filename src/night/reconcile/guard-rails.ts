import type { GuardRailConfig } from '../../config/pipeline.ts'
import type { Night } from '../night.ts'
import { feedRails } from './feed-rails.ts'
import { type Rail, measured, notMeasured } from './rail.ts'

/** A row of reconciliation.guard_rail_measure. */
interface Measure {
  readonly rail: keyof GuardRailConfig
  readonly subject: string
  readonly numerator: number
  readonly denominator: number
}

/** Makes reconciliation.guard_rail, and tells the manifest: a crossed rail holds the night. */
export const makeGuardRails = async (night: Night): Promise<void> => {
  const { engine, manifest } = night
  const rails = [...(await memberRails(night)), ...feedRails(night)]
  await engine.run(
    `create table reconciliation.guard_rail (
       rail VARCHAR, subject VARCHAR, found DOUBLE, limit_value DOUBLE, crossed BOOLEAN, detail VARCHAR
     )`,
  )
  const appender = await engine.appender('reconciliation', 'guard_rail')
  appender.append([
    rails.map(({ rail }) => rail),
    rails.map(({ subject }) => subject),
    rails.map(({ found }) => found),
    rails.map(({ limit }) => limit),
    rails.map(({ crossed }) => crossed),
    rails.map(({ detail }) => detail),
  ])
  appender.close()
  for (const { rail, subject, found, limit, crossed, detail } of rails) {
    const name = subject === '' ? rail : `${rail}:${subject}`
    manifest.guardRails.push({ name, value: found, limit, crossed, detail })
  }
}

/** What the members of a share are, and what they are a share of. */
const wording = {
  system_of_record_changed: ['changed', 'members in the system of record'],
  system_of_record_ended: ['ended', 'members in the system of record'],
  unassigned: ['unassigned', 'eligible members'],
  attribution_moved: ['attributed by another step than before', 'eligible members'],
} as const

const memberRails = async ({ engine, pipeline, baseline }: Night): Promise<Rail[]> => {
  const limits = pipeline.guard_rails
  const measures = await engine.all<Measure>(
    'select * from reconciliation.guard_rail_measure order by rail, subject',
  )
  const shares = Object.entries(wording).map(([rail, [part, whole]]) => {
    const limit = limits[rail as keyof typeof wording]
    const measure = measures.find((row) => row.rail === rail)
    if (!measure || measure.denominator === 0) {
      const isFirst = rail === 'attribution_moved' && !baseline
      return notMeasured(rail, '', limit, isFirst ? 'no baseline' : `no ${whole}`)
    }
    const { numerator, denominator } = measure
    return measured(
      rail,
      '',
      numerator / denominator,
      limit,
      `${numerator} ${part} of ${denominator} ${whole}`,
    )
  })
  return [...shares, panelLoss(measures, limits)]
}

/** The PMP who loses the largest share of a panel that is large enough to tell. */
const panelLoss = (measures: readonly Measure[], limits: GuardRailConfig): Rail => {
  const { panel_loss: limit, panel_loss_min_members: least } = limits
  const worst = measures
    .filter(({ rail, denominator }) => rail === 'panel_loss' && denominator >= least)
    .reduce<Measure | undefined>(
      (a, b) => (a && a.numerator * b.denominator >= b.numerator * a.denominator ? a : b),
      undefined,
    )
  if (!worst) return notMeasured('panel_loss', '', limit, `no panel of ${least} members or more`)
  const { subject, numerator, denominator } = worst
  const detail = `provider ${subject} loses ${numerator} of ${denominator} members`
  return measured('panel_loss', subject, numerator / denominator, limit, detail)
}
