import type { Manifest } from '../../runs/manifest.ts'

const count = new Intl.NumberFormat('en-US')
/** A number as people write it. */
export const number = (value: number): string => count.format(value)

/** A part of a whole in per cent; a dash where there is no whole. */
export const share = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`

/** The control totals whose names start with `prefix.`, largest first. */
export const totals = (manifest: Manifest, prefix: string): [string, number][] =>
  Object.entries(manifest.controlTotals)
    .filter(([name, value]) => name.startsWith(`${prefix}.`) && value > 0)
    .map(([name, value]): [string, number] => [name.slice(prefix.length + 1), value])
    .toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
