import type { GuardRailConfig } from '../../config/pipeline.ts'
import type { Relation } from '../../models/relation.ts'
import { createTableOf } from '../../models/table.ts'
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

/** Builds reconciliation.guard_rail, and records every rail in the manifest: a crossed one holds the night. */
export const buildGuardRails = async (night: Night, relation: Relation): Promise<void> => {
  const rails = [...(await memberRails(night)), ...(await feedRails(night))]
  await createTableOf(
    night.engine,
    relation,
    rails.map(({ limit, ...rail }) => ({ ...rail, limit_value: limit })),
  )
  for (const { rail, subject, found, limit, crossed, detail } of rails) {
    const name = subject === '' ? rail : `${rail}:${subject}`
    night.manifest.guardRails.push({ name, value: found, limit, crossed, detail })
  }
}

/** What each share counts, and what it is a share of. */
const shares = {
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
  const ofShares = Object.entries(shares).map(([name, [part, whole]]) => {
    const rail = { rail: name, subject: '', limit: limits[name as keyof typeof shares] }
    const measure = measures.find((row) => row.rail === name)
    if (!measure || measure.denominator === 0) {
      const isFirst = name === 'attribution_moved' && !baseline
      return notMeasured({ ...rail, why: isFirst ? 'no baseline' : `no ${whole}` })
    }
    const { numerator, denominator } = measure
    const detail = `${numerator} ${part} of ${denominator} ${whole}`
    return measured({ ...rail, found: numerator / denominator, detail })
  })
  return [...ofShares, panelLoss(measures, limits)]
}

/** The largest share that any PMP loses of a panel that is large enough to measure. */
const panelLoss = (measures: readonly Measure[], limits: GuardRailConfig): Rail => {
  const { panel_loss: limit, panel_loss_min_members: least } = limits
  const rail = { rail: 'panel_loss', limit }
  const worst = measures
    .filter((measure) => measure.rail === 'panel_loss' && measure.denominator >= least)
    .reduce<Measure | undefined>(
      (a, b) => (a && a.numerator * b.denominator >= b.numerator * a.denominator ? a : b),
      undefined,
    )
  if (!worst) {
    return notMeasured({ ...rail, subject: '', why: `no panel of ${least} members or more` })
  }
  const { subject, numerator, denominator } = worst
  const detail = `provider ${subject} loses ${numerator} of ${denominator} members`
  return measured({ ...rail, subject, found: numerator / denominator, detail })
}
