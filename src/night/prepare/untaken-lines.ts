import type { Night } from '../night.ts'

/**
 * Notes each line of business of eligible members that no PMP on the roster takes, most often a
 * matter of its spelling: such members can be given to nobody.
 */
export const noteUntakenLines = async ({
  engine,
  manifest,
}: Pick<Night, 'engine' | 'manifest'>): Promise<void> => {
  const untaken = await engine.all<{ line_of_business: string; members: number }>(
    `select line_of_business, count(*) as members
     from staging.member
     where eligible and line_of_business not in (select line_of_business from staging.eligible_pmp)
     group by line_of_business order by line_of_business`,
  )
  if (untaken.length === 0) return
  const taken = await engine.all<{ line_of_business: string }>(
    'select distinct line_of_business from staging.eligible_pmp order by line_of_business',
  )
  const lines = taken.map((row) => row.line_of_business).join(', ') || 'no line'
  for (const { line_of_business: line, members } of untaken) {
    manifest.notes.push(
      `line of business ${line} (${members} member${members === 1 ? '' : 's'}): no PMP on the roster takes it; they take ${lines}`,
    )
  }
}
