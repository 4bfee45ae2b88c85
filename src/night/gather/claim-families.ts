import type { Engine } from '../../engine/engine.ts'
import type { Night } from '../night.ts'

/**
 * Makes evidence.claim_family: the components of the graph whose edges are original_claim_id, found
 * by union and find, since the models' SQL has no recursion. Only claims that correct or are
 * corrected come here, a few in a hundred; they are numbered in the engine's order of text.
 */
export const makeClaimFamilies = async ({ engine }: Pick<Night, 'engine'>): Promise<void> => {
  await engine.run(edges)
  await engine.run(numbered)
  const families = await unite(engine)
  const appender = await engine.appender('evidence', 'claim_component')
  for (let start = 0; start < families.length; start += chunkRows) {
    const roots = families.slice(start, start + chunkRows)
    appender.append([Array.from(roots, (_, i) => start + i), Array.from(roots)])
  }
  appender.close()
  await engine.run(named)
}

const chunkRows = 8192

const edges = `
  create temp table claim_edge as
  select distinct claim_id, original_claim_id
  from raw.claims
  where claim_status not in ('denied', 'pending') and original_claim_id <> claim_id`

/** Numbers from 0, lowest claim_id first. */
const numbered = `
  create temp table claim_node as
  select claim_id, cast(row_number() over (order by claim_id) - 1 as integer) as node
  from (
    select claim_id from claim_edge union select original_claim_id from claim_edge
  ) as claims;
  create table evidence.claim_component (node integer, root integer)`

const named = `
  create table evidence.claim_family as
  select claim.claim_id, family.claim_id as family_id
  from evidence.claim_component as component
  inner join claim_node as claim on component.node = claim.node
  inner join claim_node as family on component.root = family.node;
  drop table evidence.claim_component;
  drop table claim_edge;
  drop table claim_node`

/** For each node the lowest node that edges lead to from it. */
const unite = async (engine: Engine): Promise<Int32Array> => {
  const counted = await engine.first<{ nodes: number }>('select count(*) as nodes from claim_node')
  const parent = Int32Array.from({ length: counted?.nodes ?? 0 }, (_, node) => node)
  const rootOf = (start: number): number => {
    let node = start
    while (at(parent, node) !== node) {
      parent[node] = at(parent, at(parent, node))
      node = at(parent, node)
    }
    return node
  }
  const pairs = engine.stream(`
    select corrects.node as a, corrected.node as b
    from claim_edge
    inner join claim_node as corrects on claim_edge.claim_id = corrects.claim_id
    inner join claim_node as corrected on claim_edge.original_claim_id = corrected.claim_id`)
  for await (const { rows, columns } of pairs) {
    for (let i = 0; i < rows; i++) {
      const [a, b] = [rootOf(Number(columns['a']?.[i])), rootOf(Number(columns['b']?.[i]))]
      parent[Math.max(a, b)] = Math.min(a, b)
    }
  }
  return parent.map((_, node) => rootOf(node))
}

const at = (numbers: Int32Array, index: number): number => numbers[index] ?? index
