import type { Night } from '../night.ts'

/**
 * Notes each line of business of eligible members that no PMP on the roster takes, most often because
 * it is spelled differently: such members cannot be assigned.
 */
export const noteUnservedLines = async ({
  engine,
  manifest,
}: Pick<Night, 'engine' | 'manifest'>): Promise<void> => {
  const unserved = await engine.all<{ line_of_business: string; members: number }>(
    `select line_of_business, count(*) as members
     from staging.member
     where eligible and line_of_business not in (select line_of_business from staging.eligible_pmp)
     group by line_of_business order by line_of_business`,
  )
  if (unserved.length === 0) return
  const served = await engine.all<{ line_of_business: string }>(
    'select distinct line_of_business from staging.eligible_pmp order by line_of_business',
  )
  const lines = served.map((row) => row.line_of_business).join(', ') || 'none'
  for (const { line_of_business: line, members } of unserved) {
    manifest.notes.push(
      `Line of business ${line} (${members} member${members === 1 ? '' : 's'}): no PMP on the roster takes it. Lines on the roster: ${lines}.`,
    )
  }
}
