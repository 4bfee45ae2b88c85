import type { Engine } from '../../engine/engine.ts'
import type { Relation } from '../../models/relation.ts'
import { createEmptyTable } from '../../models/table.ts'
import type { Night } from '../night.ts'

/** Rows handed to the engine at a time. */
const CHUNK = 8192

/**
 * Builds evidence.claim_component by union-find. Only claims that correct others or are corrected are
 * nodes, a few in a hundred.
 */
export const buildClaimComponents = async (
  { engine }: Pick<Night, 'engine'>,
  relation: Relation,
): Promise<void> => {
  const roots = await rootsOf(engine)
  await createEmptyTable(engine, relation)
  const appender = await engine.appender(relation.room, relation.model)
  for (let start = 0; start < roots.length; start += CHUNK) {
    const chunk = roots.slice(start, start + CHUNK)
    appender.append([Array.from(chunk, (_, i) => start + i), Array.from(chunk)])
  }
  appender.close()
}

/** For each node, the lowest node of its component. */
const rootsOf = async (engine: Engine): Promise<Int32Array> => {
  const { nodes = 0 } =
    (await engine.first<{ nodes: number }>('select count(*) as nodes from evidence.claim_node')) ??
    {}
  const parent = Int32Array.from({ length: nodes }, (_, node) => node)
  const rootOf = (start: number): number => {
    let node = start
    while (at(parent, node) !== node) {
      parent[node] = at(parent, at(parent, node))
      node = at(parent, node)
    }
    return node
  }
  const edges = engine.stream(`
    select claim.node, corrected.node as corrected_node
    from evidence.claim_correction
    inner join evidence.claim_node as claim using (claim_id)
    inner join evidence.claim_node as corrected
      on claim_correction.original_claim_id = corrected.claim_id`)
  for await (const { rows, columns } of edges) {
    for (let i = 0; i < rows; i++) {
      const a = rootOf(Number(columns['node']?.[i]))
      const b = rootOf(Number(columns['corrected_node']?.[i]))
      parent[Math.max(a, b)] = Math.min(a, b)
    }
  }
  return parent.map((_, node) => rootOf(node))
}

const at = (numbers: Int32Array, index: number): number => numbers[index] ?? index
