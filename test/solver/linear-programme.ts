import { createRequire } from 'node:module'
import type highsModule from 'highs'
import { NONE } from '../../src/solver/problem.ts'
import { type Member, type Panel, allowed, miles } from './random-problem.ts'

const { default: loadHighs } = createRequire(import.meta.url)('highs') as typeof highsModule
const highs = await loadHighs()

/** More than all costs of a small payer together. */
const worth = 50_000

/**
 * The optimum of the linear programme: members left out among those with a place, and the cost, miles
 * unless told otherwise. `stake` is charged for a member who is left out.
 */
export function optimum(
  members: readonly Member[],
  panels: readonly Panel[],
  costOf = (m: number, p: number): number => miles(members[m]!.place, panels[p]!.place)!,
  stake: (m: number) => number = () => 0,
): { readonly leftOut: number; readonly cost: number } {
  const located = members.flatMap(({ place }, m) => (place === null ? [] : [m]))
  const pairs = located.flatMap((m) =>
    panels.flatMap((p, j) => (allowed(members[m]!, p) ? [{ m, j, cost: costOf(m, j) }] : [])),
  )
  const staked = located.reduce((sum, m) => sum + stake(m), 0)
  if (pairs.length === 0) return { leftOut: located.length, cost: staked }
  const sum = (terms: string[]) => terms.join(' + ')
  const rows = [
    ...located.map((m) => pairs.filter((pair) => pair.m === m)),
    ...panels.map((p, j) => (p.room === NONE ? [] : pairs.filter((pair) => pair.j === j))),
  ]
  const limits = [...located.map(() => 1), ...panels.map(({ room }) => room)]
  const gains = pairs.map(({ m, j, cost }) => `${(cost - stake(m) - worth).toFixed(4)} x${m}_${j}`)
  const lp = `Minimize obj: ${sum(gains).replaceAll('+ -', '- ')}
Subject To
${rows.flatMap((row, r) => (row.length ? [`r${r}: ${sum(row.map(({ m, j }) => `x${m}_${j}`))} <= ${limits[r]}`] : [])).join('\n')}
End`
  const solution = highs.solve(lp)
  const chosen = pairs.filter(({ m, j }) => {
    const column = solution.Columns[`x${m}_${j}`]
    return column !== undefined && 'Primal' in column && column.Primal > 0.5
  })
  return {
    leftOut: located.length - chosen.length,
    cost: chosen.reduce((total, { m, cost }) => total + cost - stake(m), staked),
  }
}
