import { type Results, best } from './results.ts'
import { sizeNames, sizes } from './sizes.ts'
import { dot, path, rule, svg, text } from './svg.ts'

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [680, 400, 70, 190, 40, 50]

const series = [
  { measure: 'cold', name: 'full night from CSV', color: '#b44d12' },
  { measure: 'warm', name: 'full night, warm cache', color: '#8f6bb3' },
  { measure: 'usual', name: 'usual night, 1/730 new', color: '#2b6cb0' },
  { measure: 'floor_csv', name: 'scan of the claims', color: '#52606d' },
] as const

/** CPU-seconds against members, both as logarithms: a straight line of slope 1 grows with size. */
export const plotCost = ({ sizes: found }: Results): string => {
  const lines = series.map((one) => ({
    ...one,
    points: sizeNames.flatMap((size) => {
      const sample = found[size] && best(found[size], one.measure)
      return sample ? [{ members: sizes[size].members, cpu: sample.cpu }] : []
    }),
  }))
  const all = lines.flatMap(({ points }) => points)
  const [minX, maxX] = decades(sizeNames.map((size) => sizes[size].members))
  const [minY, maxY] = decades(all.map(({ cpu }) => cpu))
  const x = (members: number): number =>
    LEFT + ((Math.log10(members) - minX) / (maxX - minX)) * (WIDTH - LEFT - RIGHT)
  const y = (cpu: number): number =>
    HEIGHT - BOTTOM - ((Math.log10(cpu) - minY) / (maxY - minY)) * (HEIGHT - TOP - BOTTOM)
  const parts = [text(LEFT, 20, 'CPU-seconds against members (least of all rounds)')]
  for (let power = minX; power <= maxX; power++) {
    parts.push(rule(x(10 ** power), TOP, x(10 ** power), HEIGHT - BOTTOM))
    parts.push(text(x(10 ** power), HEIGHT - BOTTOM + 18, grouped(10 ** power), 'middle'))
  }
  for (let power = minY; power <= maxY; power++) {
    parts.push(rule(LEFT, y(10 ** power), WIDTH - RIGHT, y(10 ** power)))
    parts.push(text(LEFT - 8, y(10 ** power) + 4, grouped(10 ** power), 'end'))
  }
  parts.push(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, 'members', 'middle'))
  let lowest = 0
  const highestFirst = lines.toSorted(
    (a, b) => (b.points.at(-1)?.cpu ?? 0) - (a.points.at(-1)?.cpu ?? 0),
  )
  for (const { points, color, name } of highestFirst) {
    const last = points.at(-1)
    if (!last) continue
    // Labels of lines that end close together are moved apart.
    lowest = Math.max(y(last.cpu) + 4, lowest + 15)
    parts.push(
      path(
        points.map(({ members, cpu }) => [x(members), y(cpu)]),
        color,
      ),
      ...points.map(({ members, cpu }) => dot(x(members), y(cpu), color)),
      text(x(last.members) + 10, lowest, `${name}${slope(points)}`),
    )
  }
  return svg(WIDTH, HEIGHT, parts)
}

const decades = (values: readonly number[]): [number, number] => [
  Math.floor(Math.log10(Math.min(...values))),
  Math.ceil(Math.log10(Math.max(...values))),
]

const grouped = (value: number): string => value.toLocaleString('en-US')

const slope = (points: readonly { readonly members: number; readonly cpu: number }[]): string => {
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last || first === last) return ''
  return `: ${(Math.log(last.cpu / first.cpu) / Math.log(last.members / first.members)).toFixed(2)}`
}
