import type { Proposal, Relief } from './propose.ts'

/** A proposal as a person reads it: each panel with too many, who would move, and why others stay. */
export const tellProposal = (
  { moves, panels, addedMiles }: Proposal,
  asOf: string,
  months: number,
): string[] => {
  if (panels.length === 0)
    return [`On the night of ${asOf} no panel has more members than it takes.`]
  const before = sum(panels.map(({ members, panel_capacity: most }) => members - most))
  const after = sum(panels.map(({ excess_after: left }) => left))
  return [
    `On the night of ${asOf} ${count(panels.length, 'panel')} had ${count(before, 'member')} too many.`,
    `${count(moves.length, 'move')} would leave ${after === 0 ? 'none' : after} of them, with ${Math.abs(addedMiles).toFixed(1)} miles ${addedMiles < 0 ? 'less' : 'more'} in all.`,
    ...panels.map((panel) => `  ${tellPanel(panel, months)}`),
  ]
}

const tellPanel = (panel: Relief, months: number): string => {
  const { provider_id: id, provider_name: name, members, panel_capacity: most } = panel
  const who = name === null ? id : `${id} (${name})`
  const start = `${who}: ${members} members for ${most} seats, ${panel.moved} would move`
  if (panel.excess_after === 0) return start
  const reasons = [
    [panel.seen, `seen there in the last ${months} months`],
    [panel.chosen, 'chose it'],
    [panel.locked, 'locked'],
    [panel.assigned, 'assigned by a request of their own'],
    [panel.not_locatable, 'of unknown place'],
    [panel.not_evaluated, 'not evaluated'],
    [panel.movable - panel.moved, 'with no panel in reach that serves them and has room'],
  ] as const
  const why = reasons.flatMap(([members, words]) => (members > 0 ? [`${members} ${words}`] : []))
  return `${start}, ${panel.excess_after} stay too many; of those who stay ${why.join(', ')}`
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)

const count = (number: number, what: string): string =>
  `${number} ${what}${number === 1 ? '' : 's'}`
