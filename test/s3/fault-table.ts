import type { Rule } from './proxy.ts'
import * as f from './faults.ts'

/** How a night may end. `refused` is exit 4, `failed` exit 1; neither changes what was published. */
type End = 'published' | 'refused' | 'failed' | 'published or failed'

interface Case {
  readonly name: string
  /** Returns a new rule for each night, since rules count requests. */
  readonly rule: () => Rule
  readonly end: End
  /** Needs files that are transferred in several parts. */
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

/** Each case names the requests, the fault and how often it occurs, and how the night must end. */
export const faultTable: readonly Case[] = [
  published('a list: 500 once', () => f.first(1, listInbox, f.error500)),
  published('a list: 503 three times', () => f.first(3, listInbox, f.slowDown)),
  published('a list: the connection is reset', () => f.first(2, listInbox, f.reset)),
  published('a list: the body is cut', () => f.first(1, listInbox, f.cut)),
  ends('failed', 'a list: an HTML page instead, always', () => f.always(listInbox, f.notXml)),
  ends('refused', 'a list: outdated, without a required file', () => f.always(listInbox, f.stale)),
  published('the head of an input: 500 once', () => f.first(1, headInput, f.error500)),
  published('the head of an input: the response is lost', () => f.first(1, headInput, f.lost)),
  ends('refused', 'the head of an input: removed since the list', () =>
    f.always(headInput, f.gone),
  ),
  published('an input: 500 once', () => f.first(1, getInput, f.error500)),
  published('inputs: 503 on every second', () => f.each(2, getInput, f.slowDown)),
  published('an input: reset before the response', () => f.first(1, getInput, f.reset)),
  published('an input: cut in the middle, three times', () => f.first(3, getInput, f.cut)),
  published('inputs: cut before the first byte', () => f.first(3, getInput, f.cutAtOnce)),
  published('inputs: in small pieces, slowly', () => f.always(getInput, f.slow)),
  published('an input: stalled in the middle', () => f.first(1, getInput, f.stalled)),
  published('an input: shortened, with a length that matches', () =>
    f.first(1, getInput, f.shortened),
  ),
  published('an input: with a length greater than its body', () =>
    f.first(1, getInput, f.announcedLonger),
  ),
  published('an input: one bit flipped', () => f.first(1, getInput, f.flipped)),
  ends('failed', 'inputs: one bit flipped, always', () => f.always(getInput, f.flipped)),
  ends('refused', 'an input: replaced since its head was read', () =>
    f.always(getInput, f.refused412),
  ),
  ends('refused', 'an input: removed since its head was read', () => f.always(getInput, f.gone)),
  ends('failed', 'inputs: access is denied', () => f.always(getInput, f.denied)),
  published('a large input: parts cut', () => f.each(2, getInput, f.cut), true),
  published('a large input: the wrong range', () => f.first(2, getInput, f.fromTheStart), true),
  published('outputs: 500 on every third', () => f.each(3, putOutput, f.error500)),
  published('outputs: 503 three times', () => f.first(3, putOutput, f.slowDown)),
  published('outputs: reset on every fourth', () => f.each(4, putOutput, f.reset)),
  published('outputs: written, but the response is lost', () => f.each(5, putOutput, f.lost)),
  published('outputs: written, but the response is 500', () => f.each(5, putOutput, f.deniedAfter)),
  ends('failed', 'outputs: 500 always', () => f.always(putOutput, f.error500)),
  ends('failed', 'outputs: access is denied from the tenth on', () => {
    let seen = 0
    return f.always((passing) => putOutput(passing) && ++seen >= 10, f.denied)
  }),
  published('a large output: 500 at its start', () => f.first(1, createUpload, f.error500), true),
  published('a large output: parts reset', () => f.each(2, part, f.reset), true),
  published('a large output: 503 on parts', () => f.each(2, part, f.slowDown), true),
  published('a large output: the response to a part is lost', () => f.first(1, part, f.lost), true),
  ends('failed', 'a large output: 500 on parts, always', () => f.always(part, f.error500), true),
  published('a large output: 500 at its completion', () => f.first(1, complete, f.error500), true),
  ends(
    'published or failed',
    'a large output: the response to its completion is lost',
    () => f.first(1, complete, f.lost),
    true,
  ),
  ends(
    'published or failed',
    'a large output: an error with status 200 at its completion',
    () => f.first(1, complete, f.errorIn200),
    true,
  ),
  published('the verifying list: outdated, once', () => f.first(1, listRun, f.stale)),
  ends('failed', 'the verifying list: an object is missing', () => f.always(listRun, f.stale)),
  ends('failed', 'the verifying list: other sizes', () => f.always(listRun, f.wrongSizes)),
  ends('failed', 'the verifying list: other checksums', () => f.always(listRun, f.wrongTags)),
  published('the manifest: written, but the response is lost', () => f.first(1, manifest, f.lost)),
  ends('failed', 'the manifest: 500 always', () => f.always(manifest, f.error500)),
  published('published.json: its body is cut', () => f.first(2, getPublished, f.cut)),
  ends('failed', 'the swap: another process was faster', () =>
    f.always(putPublished, f.refused412),
  ),
  ends('failed', 'the swap: 409, as during another write', () =>
    f.always(putPublished, f.conflict409),
  ),
  ends('failed', 'the swap: reset always', () => f.always(putPublished, f.reset)),
  published('the swap: written, but the response is lost', () => f.first(1, putPublished, f.lost)),
  published('the swap: written, but every response is 500', () =>
    f.always(putPublished, f.deniedAfter),
  ),
  published('the lease: its body is cut', () => f.first(1, getLease, f.cut)),
  published('the lease: taken, but the response is lost', () => f.first(1, takeLease, f.lost)),
  published('the lease: 412 at first, though no one holds it', () =>
    f.first(1, takeLease, f.refused412),
  ),
  published('the lease: 503 on every second renewal', () => f.each(2, takeLease, f.slowDown)),
  published('the probe of conditional writes: 500', () => f.first(2, probe, f.error500)),
  published('everything: 503 on every fifth', () => f.each(5, any, f.slowDown)),
  published('everything: reset on every seventh', () => f.each(7, any, f.reset)),
  published('everything: the response is lost on every ninth', () => f.each(9, any, f.lost)),
  ends('failed', 'everything: the store is down from the first output on', () =>
    f.since(putOutput, any, f.error500),
  ),
  ends('failed', 'everything: credentials are revoked from the first output on', () =>
    f.since(putOutput, any, f.denied),
  ),
  ends('failed', 'everything: the token expires before the swap', () =>
    f.since(manifest, any, f.expired),
  ),
  ends('failed', 'the clock: the store reports ours as skewed, though it is not', () =>
    f.first(1, any, f.skewed),
  ),
  ends('published or failed', 'the clock: an hour ahead in every response', () =>
    f.always(any, f.clock(1)),
  ),
  ends('published or failed', 'the clock: an hour behind in every response', () =>
    f.always(any, f.clock(-1)),
  ),
]
