import type { Proposal, RelievedPanel } from './propose.ts'

/** Describes a proposal in plain lines: each overfull panel, how many would move, and why others stay. */
export const describeProposal = (
  { moves, panels, addedMiles }: Proposal,
  asOf: string,
  months: number,
): string[] => {
  if (panels.length === 0) return [`On the night of ${asOf} no panel is over capacity.`]
  const before = sum(panels.map(({ members, panel_capacity: most }) => members - most))
  const after = sum(panels.map(({ excess_after: left }) => left))
  return [
    `On the night of ${asOf} ${panels.length === 1 ? '1 panel was' : `${panels.length} panels were`} over capacity, by ${count(before, 'member')} in total.`,
    `${count(moves.length, 'move')} would reduce that to ${after}, with ${Math.abs(addedMiles).toFixed(1)} ${addedMiles < 0 ? 'fewer' : 'more'} miles in total.`,
    ...panels.map((panel) => `  ${describePanel(panel, months)}`),
  ]
}

const describePanel = (panel: RelievedPanel, months: number): string => {
  const { provider_id: id, provider_name: name, members, panel_capacity: most } = panel
  const who = name === null ? id : `${id} (${name})`
  const start = `${who}: ${members} members for ${most} seats, ${panel.moved} would move`
  if (panel.excess_after === 0) return start
  const reasons = [
    [panel.seen, `seen there in the last ${count(months, 'month')}`],
    [panel.chosen, 'chose it'],
    [panel.locked, 'locked'],
    [panel.assigned, 'assigned by a request of their own'],
    [panel.not_locatable, 'without a location'],
    [panel.not_evaluated, 'not evaluated'],
    [panel.movable - panel.moved, 'with no panel within reach that serves them and has room'],
  ] as const
  const why = reasons.flatMap(([members, words]) => (members > 0 ? [`${members} ${words}`] : []))
  return `${start}, which leaves it ${panel.excess_after} over capacity; of those who stay, ${why.join(', ')}`
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)

const count = (number: number, what: string): string =>
  `${number} ${what}${number === 1 ? '' : 's'}`
