/** A column's name as far as it matters: case, spaces, hyphens and underscores are forgiven. */
export const forgiving = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]/g, '')

/** `a, b and 3 more`: enough for a person to know what is meant. */
export const listed = (names: readonly string[], most = 12): string =>
  names.length <= most
    ? names.join(', ')
    : `${names.slice(0, most).join(', ')} and ${names.length - most} more`
