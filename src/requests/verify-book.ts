import type { Lake } from '../lake/lake.ts'
import { listRunIds, readManifest } from '../runs/read-run.ts'
import { type Chain, type ChainHead, type Fault, keyOf, readChain, refuseFaults } from './chain.ts'
import { BookDraft } from './book-draft.ts'
import type { Manifest } from '../runs/manifest.ts'

/** The result of verifying `requests/`. */
export interface Verification {
  readonly head: ChainHead
  /** Runs that recorded a head. */
  readonly runs: number
  readonly faults: readonly Fault[]
}

/**
 * Reads every object, replays every rule, and compares the chain with the head that each run
 * recorded. Finds edited, lost and inserted objects, and a tail that was cut off after a run read it.
 */
export const verifyRequests = async (lake: Lake): Promise<Verification> => {
  const chain = await readChain(lake)
  const faults = [...chain.faults, ...brokenRules(chain)]
  let runs = 0
  for (const id of await listRunIds(lake)) {
    const manifest = await readManifest(lake, id)
    if (!manifest?.requests_head) continue
    runs += 1
    faults.push(...faultsOfHead(chain, manifest))
  }
  return { head: chain.head, runs, faults }
}

/**
 * Reads the chain for a night.
 * @throws InputRefused where it has a fault, or is shorter than when the newest of these runs read it.
 */
export const chainOfNight = async (lake: Lake, runIds: readonly string[]): Promise<Chain> => {
  const chain = await readChain(lake)
  refuseFaults(chain.faults)
  for (const id of runIds.toSorted().toReversed()) {
    const manifest = await readManifest(lake, id)
    if (!manifest?.requests_head) continue
    refuseFaults(faultsOfHead(chain, manifest))
    break
  }
  return chain
}

const faultsOfHead = (
  { links, head }: Chain,
  { run_id: run, requests_head: seen }: Manifest,
): Fault[] => {
  if (!seen || seen.seq === 0) return []
  const object = `requests/ of run ${run}`
  if (head.seq < seen.seq) {
    const lost = seen.seq - head.seq
    return [
      {
        object,
        fault: `had ${seen.seq} objects, and now the last is ${head.seq}: ${lost === 1 ? 'the last one was' : `the last ${lost} were`} cut off`,
      },
    ]
  }
  const link = links.find(({ seq }) => seq === seen.seq)
  return link?.hash === seen.hash
    ? []
    : [{ object, fault: `ended in another object ${seen.seq}, which was replaced since` }]
}

const brokenRules = ({ links }: Chain): Fault[] => {
  const draft = new BookDraft()
  return links.flatMap((link) => {
    const refusal = draft.add(link.entry)
    return refusal === undefined
      ? []
      : [{ object: keyOf(link), fault: `breaks a rule: ${refusal}` }]
  })
}
