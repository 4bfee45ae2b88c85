/** A column name without case, spaces, hyphens and underscores, by which names are compared. */
export const looseName = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]/g, '')

/** Lists names for a message, at most `most` of them: `a, b and 3 more`. */
export const listed = (names: readonly string[], most = 12): string =>
  names.length <= most
    ? names.join(', ')
    : `${names.slice(0, most).join(', ')} and ${names.length - most} more`
