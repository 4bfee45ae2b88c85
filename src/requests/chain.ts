import PQueue from 'p-queue'
import { z } from 'zod'
import type { Lake } from '../lake/lake.ts'
import { EmpanelError, InputRefused, exitCode } from '../base/errors.ts'
import { canonicalJson } from '../base/canonical-json.ts'
import { type Entry, entrySchema } from './entry.ts'
import { sha256 } from '../base/checksum.ts'
import { jsonOrUndefined } from '../base/json.ts'

/**
 * Requests and decisions are a chain of immutable objects, `requests/<seq>-<hash>.json`. The hash in
 * a name is that of the object *before*: two writers after the same head write the same name, so one
 * of them wins and the other retries. docs/decisions/0008-one-chain-of-requests.md
 */

/** The end of a chain: the number of objects, and the hash of the last. */
export interface ChainHead {
  readonly seq: number
  readonly hash: string
}

/** One object of the chain. */
export interface Link extends ChainHead {
  /** The hash of the object before. */
  readonly previous: string
  readonly entry: Entry
}

/** An object of the lake, and what is wrong with it, as the rest of a sentence. */
export interface Fault {
  readonly object: string
  readonly fault: string
}

export interface Chain {
  readonly links: readonly Link[]
  readonly head: ChainHead
  readonly faults: readonly Fault[]
}

export const emptyHead: ChainHead = { seq: 0, hash: '0'.repeat(64) }

const NAME = /^requests\/(\d{8})-([0-9a-f]{64})\.json$/

const keyAfter = ({ seq, hash }: ChainHead): string =>
  `requests/${String(seq + 1).padStart(8, '0')}-${hash}.json`

export const keyOf = ({ seq, previous }: Link): string => keyAfter({ seq: seq - 1, hash: previous })

/** Returns the object that holds this entry after `head`. */
export const linkAfter = (head: ChainHead, entry: Entry): Link => ({
  seq: head.seq + 1,
  previous: head.hash,
  hash: sha256(`${head.hash}\n${canonicalJson(entry)}`),
  entry,
})

/** The bytes of an object, in one canonical form, so that any change shows. */
const render = (link: Link): string => `${canonicalJson(link)}\n`

const linkSchema = z.strictObject({
  seq: z.int(),
  previous: z.string(),
  hash: z.string(),
  entry: entrySchema,
})

/** Reads and verifies all of `requests/`. Reports what is wrong in `faults`; throws nothing. */
export const readChain = async (lake: Lake): Promise<Chain> => {
  const keys = (await lake.list('requests/')).map(({ key }) => key)
  const queue = new PQueue({ concurrency: 32 })
  const texts = await queue.addAll(keys.map((key) => () => lake.readText(key)))
  const links: Link[] = []
  const faults: Fault[] = []
  let head = emptyHead
  for (const [i, key] of keys.entries()) {
    const found = readLink(key, texts[i] ?? '')
    if (typeof found === 'string') {
      faults.push({ object: key, fault: found })
      continue
    }
    const gap = whyItDoesNotFollow(found, head)
    if (gap !== undefined) faults.push({ object: key, fault: gap })
    links.push(found)
    head = { seq: found.seq, hash: found.hash }
  }
  return { links, head, faults }
}

const readLink = (key: string, text: string): Link | string => {
  const name = NAME.exec(key)
  if (!name) return 'is not an object of the chain: it was added by hand'
  const written = jsonOrUndefined(text)
  const parsed = linkSchema.safeParse(written)
  if (!parsed.success) return 'was edited: it is not a request or decision that empanel writes'
  const link = parsed.data
  if (Number(name[1]) !== link.seq || name[2] !== link.previous) {
    return 'was renamed or edited: its name does not match its content'
  }
  // Compares what was written, not what is parsed from it: a field that has got a default since is
  // no edit.
  const { entry } = written as Link
  const again = linkAfter({ seq: link.seq - 1, hash: link.previous }, entry)
  return render(again) === text ? link : 'was edited: its hash does not match its content'
}

const whyItDoesNotFollow = (link: Link, head: ChainHead): string | undefined => {
  if (link.seq === head.seq) return `was inserted: there is another object ${link.seq}`
  if (link.seq > head.seq + 1) {
    const lost = link.seq - head.seq - 1
    return `does not follow: ${lost === 1 ? `object ${head.seq + 1} is lost` : `${lost} objects before it are lost`}`
  }
  return link.previous === head.hash
    ? undefined
    : 'does not follow: the object before it was replaced'
}

/** Reads the chain. @throws InputRefused where it has a fault. */
export const soundChain = async (lake: Lake): Promise<Chain> => {
  const chain = await readChain(lake)
  refuseFaults(chain.faults)
  return chain
}

export const refuseFaults = ([first, ...more]: readonly Fault[]): void => {
  if (!first) return
  throw new InputRefused(
    `${first.object} ${first.fault}${more.length > 0 ? `, and ${more.length} more faults` : ''}.`,
    'The requests of this lake have changed since they were written. `empanel verify` lists every fault. Restore requests/ from a copy.',
  )
}

/**
 * Writes entries at the end of the chain. A writer that loses a race for a place reads what
 * the winner wrote and calls `plan` again.
 *
 * @param plan returns what to write of the remaining entries, in order, given the chain; throws to refuse
 */
export const appendAll = async (
  lake: Lake,
  entries: readonly Entry[],
  plan: (log: readonly Entry[], remaining: readonly Entry[]) => readonly Entry[],
): Promise<ChainHead> => {
  let remaining = entries
  for (let race = 0; race < RACES; race++) {
    const chain = await soundChain(lake)
    let { head } = chain
    remaining = plan(
      chain.links.map(({ entry }) => entry),
      remaining,
    )
    while (remaining[0] !== undefined) {
      const link = linkAfter(head, remaining[0])
      if (!(await lake.writeIfAbsent(keyOf(link), render(link)))) break
      head = { seq: link.seq, hash: link.hash }
      remaining = remaining.slice(1)
    }
    if (remaining.length === 0) return head
  }
  throw new EmpanelError(
    `Expected to write to requests/, found that others wrote first ${RACES} times.`,
    exitCode.failed,
    'Send them again; requests that were written already are recognized by their ids.',
  )
}

const RACES = 200
