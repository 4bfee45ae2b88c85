import { ConfigError } from '../base/errors.ts'
import type { Relation } from './relation.ts'

/**
 * Sorts relations so that each comes after its inputs, as far as these are among them; by name where
 * that leaves a choice.
 * @throws ConfigError with the cycle, where inputs form one.
 */
export const inOrder = (relations: readonly Relation[]): Relation[] => {
  const byName = new Map(relations.map((relation) => [relation.name, relation]))
  const placed = new Set<Relation>()
  const place = (relation: Relation, path: readonly string[]): void => {
    if (placed.has(relation)) return
    const start = path.indexOf(relation.name)
    if (start >= 0) {
      const cycle = [...path.slice(start), relation.name].join(' → ')
      throw new ConfigError(
        `${relation.file}: expected inputs that are built earlier, found the cycle ${cycle}`,
        'Move the part that both need into a relation of its own.',
      )
    }
    for (const input of [...relation.header.inputs].sort()) {
      const before = byName.get(input)
      if (before) place(before, [...path, relation.name])
    }
    placed.add(relation)
  }
  for (const name of [...byName.keys()].sort()) place(byName.get(name)!, [])
  return [...placed]
}
