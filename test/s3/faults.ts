import { refusal } from './proxy.ts'
import type { Fault, Passing, Rule } from './proxy.ts'

type Change = Extract<Fault, { kind: 'after' }>['change']

/** Selects requests by method, and by a pattern for the decoded path and query. */
export const on =
  (method: string, target: RegExp) =>
  (passing: Passing): boolean =>
    passing.method === method && target.test(passing.target)

type Which = (passing: Passing) => boolean

/** Applies a fault to the first `count` selected requests. */
export const first = (count: number, which: Which, fault: Fault): Rule => {
  let seen = 0
  return (passing) => (which(passing) && ++seen <= count ? fault : undefined)
}

export const always = (which: Which, fault: Fault): Rule => first(Infinity, which, fault)

/** Applies a fault to every nth selected request. */
export const each = (nth: number, which: Which, fault: Fault): Rule => {
  let seen = 0
  return (passing) => (which(passing) && ++seen % nth === 0 ? fault : undefined)
}

/** Applies a fault to all selected requests from the first `start` request on. */
export const since = (start: Which, which: Which, fault: Fault): Rule => {
  let hasStarted = false
  return (passing) => {
    hasStarted ||= start(passing)
    return hasStarted && which(passing) ? fault : undefined
  }
}

const answer = (status: number, code: string): Fault => ({ kind: 'answer', status, code })

const after = (change: Change): Fault => ({ kind: 'after', change })

const withBody = (found: Parameters<Change>[0], body: Buffer): Parameters<Change>[0] => ({
  ...found,
  headers: { ...found.headers, 'content-length': String(body.length) },
  body,
})

const edited = (edit: (text: string) => string): Fault =>
  after((found) => withBody(found, Buffer.from(edit(found.body.toString()))))

export const error500 = answer(500, 'InternalError')
export const slowDown = answer(503, 'SlowDown')
export const refused412 = answer(412, 'PreconditionFailed')
export const conflict409 = answer(409, 'ConditionalRequestConflict')
export const denied = answer(403, 'AccessDenied')
export const expired = answer(400, 'ExpiredToken')
export const skewed = answer(403, 'RequestTimeTooSkewed')
export const gone = answer(404, 'NoSuchKey')
export const reset: Fault = { kind: 'reset' }
/** The store carries out the request, but the response is lost. */
export const lost = after(() => undefined)
export const deniedAfter = after(() => refusal(500, 'InternalError'))
export const cut = after((found) => ({ ...found, cutAfter: found.body.length >> 1 }))
export const cutAtOnce = after((found) => ({ ...found, cutAfter: 0 }))
export const slow = after((found) => ({ ...found, slow: { pieces: 20, ms: 40 } }))
export const stalled = after((found) => ({ ...found, stall: true }))
/** A body that ends early, with a length that matches. */
export const shortened = after((found) =>
  withBody(found, found.body.subarray(0, found.body.length - 1)),
)
/** A length greater than the body. */
export const announcedLonger = after((found) => ({
  ...found,
  headers: { ...found.headers, 'content-length': String(found.body.length + 10) },
  cutAfter: found.body.length,
}))
export const flipped = after((found) => {
  const body = Buffer.from(found.body)
  const at = body.length >> 1
  if (body.length > 0) body[at] = (body[at] ?? 0) ^ 1
  return withBody(found, body)
})
/** As if the store had ignored the range. */
export const fromTheStart = after((found) => ({
  ...found,
  headers: {
    ...found.headers,
    'content-range': (found.headers['content-range'] ?? '').replace(/^bytes \d+-/, 'bytes 0-'),
  },
}))
/** An outdated list, without its last object. */
export const stale = edited((xml) =>
  xml.replace(/<Contents>(?:(?!<Contents>)[^])*<\/Contents>(?![^]*<Contents>)/, ''),
)
export const wrongSizes = edited((xml) => xml.replaceAll(/<Size>(\d+)/g, '<Size>1$1'))
export const wrongTags = edited((xml) => xml.replaceAll(/(<ETag>[^0-9a-f]*)[0-9a-f]{4}/g, '$1ffff'))
export const notXml = edited(() => '<html>maintenance</html>')
/** An error with status 200, as completing an upload may return. */
export const errorIn200 = edited(
  () => '<?xml version="1.0"?><Error><Code>InternalError</Code></Error>',
)
/** The store's clock is off by `hours`. */
export const clock = (hours: number): Fault =>
  after((found) => ({
    ...found,
    headers: { ...found.headers, date: new Date(Date.now() + hours * 3_600_000).toUTCString() },
  }))
