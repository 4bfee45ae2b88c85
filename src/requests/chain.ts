import PQueue from 'p-queue'
import { z } from 'zod'
import type { Lake } from '../lake/lake.ts'
import { EmpanelError, InputRefused, exitCode } from '../base/errors.ts'
import { canonicalJson } from '../base/canonical-json.ts'
import { type Entry, entrySchema } from './entry.ts'
import { sha256 } from '../base/checksum.ts'
import { jsonOrUndefined } from '../base/json.ts'

/**
 * Requests and decisions as a chain of immutable objects, `requests/<seq>-<hash>.json`. The hash in
 * a name is that of the object *before*: writers who follow the same head want the same name, so
 * that one of them wins and the other retries. docs/decisions/0008-one-chain-of-requests.md
 */

/** Where a chain ends: how many objects, and the hash of the last. */
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

/** What is wrong with an object of `requests/`. */
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

/** The object that follows `head` with this entry. */
export const linkAfter = (head: ChainHead, entry: Entry): Link => ({
  seq: head.seq + 1,
  previous: head.hash,
  hash: sha256(`${head.hash}\n${canonicalJson(entry)}`),
  entry,
})

/** The bytes of an object: one spelling, so that any change shows. */
const render = (link: Link): string => `${canonicalJson(link)}\n`

const linkSchema = z.strictObject({
  seq: z.int(),
  previous: z.string(),
  hash: z.string(),
  entry: entrySchema,
})

/** All of `requests/`, read and verified; what is wrong is in `faults`, and nothing is thrown. */
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
  if (!name) return 'is not an object of the chain: it was put there by hand'
  const written = jsonOrUndefined(text)
  const parsed = linkSchema.safeParse(written)
  if (!parsed.success) return 'was edited: it is not a request or a decision that empanel writes'
  const link = parsed.data
  if (Number(name[1]) !== link.seq || name[2] !== link.previous) {
    return 'was renamed or edited: its name is not the one that its content says'
  }
  // Held against what was written, not against what is read from it: a field that came to have a
  // default since then is no edit.
  const { entry } = written as Link
  const again = linkAfter({ seq: link.seq - 1, hash: link.previous }, entry)
  return render(again) === text ? link : 'was edited: its hash is not that of its content'
}

const whyItDoesNotFollow = (link: Link, head: ChainHead): string | undefined => {
  if (link.seq === head.seq) return `is inserted: there is another object ${link.seq}`
  if (link.seq > head.seq + 1) {
    const lost = link.seq - head.seq - 1
    return `does not follow: ${lost === 1 ? `object ${head.seq + 1} is lost` : `${lost} objects before it are lost`}`
  }
  return link.previous === head.hash
    ? undefined
    : 'does not follow: the object before it was replaced'
}

/** The chain if nothing is wrong with it; an `InputRefused` says what is. */
export const soundChain = async (lake: Lake): Promise<Chain> => {
  const chain = await readChain(lake)
  refuseFaults(chain.faults)
  return chain
}

export const refuseFaults = ([first, ...more]: readonly Fault[]): void => {
  if (!first) return
  throw new InputRefused(
    `${first.object} ${first.fault}${more.length > 0 ? `, and ${more.length} more faults` : ''}.`,
    'The requests of this lake are not as they were written: `empanel verify` says all of it. Restore them from a copy.',
  )
}

/**
 * Writes entries at the end of the chain, each only if nobody else wrote there: the loser of a race
 * reads what the winner wrote and asks `plan` again.
 *
 * @param plan what to write, in order, of what remains, given what the chain holds; throws to refuse
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
    `Others wrote to requests/ ${RACES} times while this was to be written.`,
    exitCode.failed,
    'Start again; what was written already is known by its id.',
  )
}

const RACES = 200
