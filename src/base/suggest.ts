/** The hint for an unknown name: the name that was probably meant, if one is close enough. */
export function didYouMean(found: string, known: readonly string[]): string | undefined {
  const name = closestName(found, known)
  return name && `Did you mean "${name}"?`
}

/** The known name that differs least from `found`, if few enough characters differ for a typo. */
export function closestName(found: string, known: readonly string[]): string | undefined {
  return known
    .map((name) => ({ name, typos: distance(found.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, typos }) => typos <= Math.max(1, Math.floor(name.length / 3)))
    .sort((a, b) => a.typos - b.typos)[0]?.name
}

/** The number of insertions, deletions, replacements and swaps of neighbors between two texts. */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let best = Math.min(
        rows[i - 1]![j]! + 1,
        row[j - 1]! + 1,
        rows[i - 1]![j - 1]! + (same ? 0 : 1),
      )
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, rows[i - 2]![j - 2]! + 1)
      }
      row.push(best)
    }
    rows.push(row)
  }
  return rows[a.length]![b.length]!
}
