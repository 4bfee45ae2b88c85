import picomatch from 'picomatch'

/** A pattern up to its first wildcard. A pattern without wildcards is the name of one file. */
export const fixedPart = (pattern: string): string => /^[^*?]*/.exec(pattern)?.[0] ?? ''

/**
 * Compiles a pattern of file names: `*` and `?` stay within a folder, `**` crosses folders, and every
 * other character matches itself. Case matters; hidden files match.
 */
export const matchesPattern = (pattern: string): ((key: string) => boolean) =>
  picomatch(alternatives(pattern).map(escaped), {
    dot: true,
    nonegate: true,
    strictSlashes: true,
    // Its shortcut for `*.*` wants a character after the dot.
    fastpaths: false,
    flags: 's',
  })

/**
 * picomatch crosses folders only at a `**` between slashes: `2026**.csv` is two of its patterns. As
 * `**` and a slash may stand for nothing, `2026**` and `/a.csv` also match `2026a.csv`.
 */
const alternatives = (pattern: string): string[] => {
  const beside = /(?<=[^/*])\*\*|\*\*(?=[^/*])/.exec(pattern)
  if (!beside) return [pattern]
  const before = pattern.slice(0, beside.index)
  const after = pattern.slice(beside.index + 2)
  const crossing = [`${before}*${after}`, `${before}*/**/*${after}`]
  const none = after.startsWith('/') ? [before + after.slice(1)] : []
  return [...none, ...crossing].flatMap(alternatives)
}

/** Two escaped backslashes in a row keep picomatch 4.0 in a loop; as sets of one they do not. */
const escaped = (pattern: string): string =>
  pattern.replaceAll(/[^\w/.*?-]/g, (char) => (char === '\\' ? String.raw`[\\]` : `\\${char}`))
