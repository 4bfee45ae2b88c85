import { type IncomingMessage, type ServerResponse, createServer, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

/** A request on its way to the store, as a fault may look at it. */
export interface Passing {
  readonly method: string
  /** The path with the query, decoded. */
  readonly target: string
  readonly isRange: boolean
}

/** The store's answer, whole; a fault gives what the client gets instead. */
interface Answer {
  status: number
  headers: Record<string, string>
  body: Buffer
  /** End the connection after so many bytes of the body. */
  cutAfter?: number
  /** Wait so long between pieces of the body. */
  slow?: { readonly pieces: number; readonly ms: number }
  /** Send half of the body and then nothing, keeping the connection. */
  stall?: boolean
}

/** What happens to a request: before it reaches the store, or to the answer. */
export type Fault =
  | { readonly kind: 'answer'; readonly status: number; readonly code: string }
  | { readonly kind: 'reset' }
  /** The store does as it is told, but the client hears something else. */
  | { readonly kind: 'after'; change(answer: Answer): Answer | undefined }

/** Decides on each request; undefined lets it pass. */
export type Rule = (passing: Passing) => Fault | undefined

export interface Proxy {
  readonly endpoint: string
  /** How many requests the rule has spoilt since it was set. */
  readonly spoilt: number
  set(rule: Rule): void
  close(): Promise<void>
}

/** Stands before a real S3 server and spoils what its rule says. Only for small test traffic. */
export const startProxy = async (store: string): Promise<Proxy> => {
  let rule: Rule = () => undefined
  let spoilt = 0
  const server = createServer((incoming, outgoing) => {
    void pass(incoming, outgoing).catch(() => incoming.socket.destroy())
  })
  const pass = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await readAll(incoming)
    const fault = rule({
      method: incoming.method ?? '',
      target: decodeURIComponent(incoming.url ?? ''),
      isRange: incoming.headers.range !== undefined,
    })
    if (fault) spoilt++
    if (fault?.kind === 'reset') return void incoming.socket.resetAndDestroy()
    if (fault?.kind === 'answer') return send(outgoing, refusal(fault.status, fault.code))
    const answer = await forward(store, incoming, body)
    const changed = fault ? fault.change(answer) : answer
    if (!changed) return void incoming.socket.resetAndDestroy()
    return send(outgoing, changed)
  }
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    endpoint: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    get spoilt() {
      return spoilt
    },
    set(next) {
      rule = next
      spoilt = 0
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => void server.close(resolve))
    },
  }
}

/** An answer as S3 words it. */
export const refusal = (status: number, code: string): Answer => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: Buffer.from(`<?xml version="1.0"?><Error><Code>${code}</Code></Error>`),
})

const readAll = async (stream: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

const forward = async (store: string, incoming: IncomingMessage, body: Buffer): Promise<Answer> => {
  const { hostname, port } = new URL(store)
  const { method, url, headers } = incoming
  // The signature covers the host that the client named: it goes on as it came.
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const onward = request({ hostname, port, method, path: url, headers }, resolve)
    onward.on('error', reject)
    onward.end(body)
  })
  const { 'transfer-encoding': _, connection: __, ...rest } = answer.headers
  const kept = Object.entries(rest).filter(([, value]) => value !== undefined)
  return {
    status: answer.statusCode ?? 0,
    headers: Object.fromEntries(kept) as Record<string, string>,
    body: await readAll(answer),
  }
}

const send = async (outgoing: ServerResponse, answer: Answer): Promise<void> => {
  const { status, headers, body, cutAfter, slow, stall } = answer
  const length = headers['content-length'] ?? String(body.length)
  outgoing.writeHead(status, { ...headers, 'content-length': length })
  if (cutAfter !== undefined || stall) {
    const part = body.subarray(0, cutAfter ?? body.length >> 1)
    await new Promise<void>((resolve) => void outgoing.write(part, () => resolve()))
    if (!stall) outgoing.destroy()
    return
  }
  if (slow) {
    const size = Math.ceil(body.length / slow.pieces)
    for (let at = 0; at < body.length; at += size) {
      outgoing.write(body.subarray(at, at + size))
      await sleep(slow.ms)
    }
    outgoing.end()
    return
  }
  outgoing.end(body)
}
