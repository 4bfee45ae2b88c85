import type { Rule } from './proxy.ts'
import * as f from './faults.ts'

/** How a night may end. `refused` is exit 4, `failed` exit 1; either leaves what was published alone. */
type End = 'published' | 'refused' | 'failed' | 'published or failed'

interface Case {
  readonly name: string
  /** A new rule for each night: rules count. */
  readonly rule: () => Rule
  readonly end: End
  /** Needs files that travel in several parts. */
  readonly isBig?: boolean
}

const listInbox = f.on('GET', /list-type=2.*prefix=[^&]*\/inbox\//)
const listRun = f.on('GET', /list-type=2.*prefix=[^&]*\/runs\/\d{8}T[^&/]*\/(&|$)/)
const headInput = f.on('HEAD', /\/inbox\//)
const getInput = f.on('GET', /^\/empanel\/[^?]*\/inbox\//)
const putOutput = f.on('PUT', /\/runs\/[^?]*\.(parquet|csv)\?x-id=PutObject/)
const createUpload = f.on('POST', /[?&]uploads/)
const part = f.on('PUT', /partNumber=/)
const complete = f.on('POST', /uploadId=/)
const manifest = f.on('PUT', /manifest\.json/)
const getPublished = f.on('GET', /published\.json/)
const putPublished = f.on('PUT', /published\.json/)
const takeLease = f.on('PUT', /\.empanel\.lease/)
const getLease = f.on('GET', /\.empanel\.lease/)
const probe = f.on('PUT', /\.empanel\.probe/)
const any = (): boolean => true

const published = (name: string, rule: () => Rule, isBig = false): Case => ({
  name,
  rule,
  end: 'published',
  isBig,
})

const ends = (end: End, name: string, rule: () => Rule, isBig = false): Case => ({
  name,
  rule,
  end,
  isBig,
})

/** What is tried: where, what goes wrong, how often, and how the night must end. */
export const faultTable: readonly Case[] = [
  published('a list: 500 once', () => f.first(1, listInbox, f.error500)),
  published('a list: 503 three times', () => f.first(3, listInbox, f.slowDown)),
  published('a list: the connection is reset', () => f.first(2, listInbox, f.reset)),
  published('a list: the body is cut', () => f.first(1, listInbox, f.cut)),
  ends('failed', 'a list: a page for people instead, always', () => f.always(listInbox, f.notXml)),
  ends('refused', 'a list: of a moment ago, without a file that is required', () =>
    f.always(listInbox, f.stale),
  ),
  published('a look at an input: 500 once', () => f.first(1, headInput, f.error500)),
  published('a look at an input: the answer is lost', () => f.first(1, headInput, f.lost)),
  ends('refused', 'a look at an input: it is gone since the list', () =>
    f.always(headInput, f.gone),
  ),
  published('an input: 500 once', () => f.first(1, getInput, f.error500)),
  published('inputs: 503 on each second', () => f.each(2, getInput, f.slowDown)),
  published('an input: reset before the answer', () => f.first(1, getInput, f.reset)),
  published('an input: cut in the middle, three times', () => f.first(3, getInput, f.cut)),
  published('inputs: cut before the first byte', () => f.first(3, getInput, f.cutAtOnce)),
  published('inputs: in small pieces, slowly', () => f.always(getInput, f.slow)),
  published('an input: stands still in the middle', () => f.first(1, getInput, f.stalled)),
  published('an input: shorter than it should be, and says so', () =>
    f.first(1, getInput, f.shortened),
  ),
  published('an input: its length promises more than comes', () =>
    f.first(1, getInput, f.announcedLonger),
  ),
  published('an input: one bit is another', () => f.first(1, getInput, f.flipped)),
  ends('failed', 'inputs: one bit is another, always', () => f.always(getInput, f.flipped)),
  ends('refused', 'an input: replaced since the look', () => f.always(getInput, f.refused412)),
  ends('refused', 'an input: removed since the look', () => f.always(getInput, f.gone)),
  ends('failed', 'inputs: access is denied', () => f.always(getInput, f.denied)),
  published('a large input: parts cut', () => f.each(2, getInput, f.cut), true),
  published(
    'a large input: a part of the wrong place',
    () => f.first(2, getInput, f.fromTheStart),
    true,
  ),
  published('outputs: 500 on each third', () => f.each(3, putOutput, f.error500)),
  published('outputs: 503 three times', () => f.first(3, putOutput, f.slowDown)),
  published('outputs: reset on each fourth', () => f.each(4, putOutput, f.reset)),
  published('outputs: written, but the answer is lost', () => f.each(5, putOutput, f.lost)),
  published('outputs: written, but the answer is 500', () => f.each(5, putOutput, f.deniedAfter)),
  ends('failed', 'outputs: 500 always', () => f.always(putOutput, f.error500)),
  ends('failed', 'outputs: access is denied from the tenth on', () => {
    let seen = 0
    return f.always((passing) => putOutput(passing) && ++seen >= 10, f.denied)
  }),
  published('a large output: 500 at its start', () => f.first(1, createUpload, f.error500), true),
  published('a large output: parts reset', () => f.each(2, part, f.reset), true),
  published('a large output: 503 on parts', () => f.each(2, part, f.slowDown), true),
  published('a large output: the answer to a part is lost', () => f.first(1, part, f.lost), true),
  ends('failed', 'a large output: 500 on parts, always', () => f.always(part, f.error500), true),
  published('a large output: 500 at its end', () => f.first(1, complete, f.error500), true),
  ends(
    'published or failed',
    'a large output: the answer to its end is lost',
    () => f.first(1, complete, f.lost),
    true,
  ),
  ends(
    'published or failed',
    'a large output: an error with a 200 at its end',
    () => f.first(1, complete, f.errorIn200),
    true,
  ),
  published('the list that verifies: of a moment ago, once', () => f.first(1, listRun, f.stale)),
  ends('failed', 'the list that verifies: an object is missing', () => f.always(listRun, f.stale)),
  ends('failed', 'the list that verifies: other sizes', () => f.always(listRun, f.wrongSizes)),
  ends('failed', 'the list that verifies: other checksums', () => f.always(listRun, f.wrongTags)),
  published('the manifest: written, but the answer is lost', () => f.first(1, manifest, f.lost)),
  ends('failed', 'the manifest: 500 always', () => f.always(manifest, f.error500)),
  published('published.json: its body is cut', () => f.first(2, getPublished, f.cut)),
  ends('failed', 'the swap: somebody else was there', () => f.always(putPublished, f.refused412)),
  ends('failed', 'the swap: 409 for another that writes', () =>
    f.always(putPublished, f.conflict409),
  ),
  ends('failed', 'the swap: reset always', () => f.always(putPublished, f.reset)),
  published('the swap: written, but the answer is lost', () => f.first(1, putPublished, f.lost)),
  published('the swap: written, but each answer is 500', () =>
    f.always(putPublished, f.deniedAfter),
  ),
  published('the lease: its look is cut', () => f.first(1, getLease, f.cut)),
  published('the lease: taken, but the answer is lost', () => f.first(1, takeLease, f.lost)),
  published('the lease: 412 at first, though nobody has it', () =>
    f.first(1, takeLease, f.refused412),
  ),
  published('the lease: 503 on each second renewal', () => f.each(2, takeLease, f.slowDown)),
  published('the probe of conditions: 500', () => f.first(2, probe, f.error500)),
  published('everything: 503 on one of five', () => f.each(5, any, f.slowDown)),
  published('everything: reset on one of seven', () => f.each(7, any, f.reset)),
  published('everything: the answer is lost on one of nine', () => f.each(9, any, f.lost)),
  ends('failed', 'everything: the store is down from the first output on', () =>
    f.since(putOutput, any, f.error500),
  ),
  ends('failed', 'everything: credentials are revoked from the first output on', () =>
    f.since(putOutput, any, f.denied),
  ),
  ends('failed', 'everything: the token expires before the swap', () =>
    f.since(manifest, any, f.expired),
  ),
  ends('failed', 'the clock: the store finds ours skewed, though it is not', () =>
    f.first(1, any, f.skewed),
  ),
  ends('published or failed', 'the clock: an hour ahead in every answer', () =>
    f.always(any, f.clock(1)),
  ),
  ends('published or failed', 'the clock: an hour behind in every answer', () =>
    f.always(any, f.clock(-1)),
  ),
]
