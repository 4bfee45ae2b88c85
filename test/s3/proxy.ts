import { type IncomingMessage, type ServerResponse, createServer, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

/** A request on its way to the store. */
export interface Passing {
  readonly method: string
  /** The path with the query, decoded. */
  readonly target: string
  readonly isRange: boolean
}

/** A whole response of the store, which a fault may replace. */
interface Answer {
  status: number
  headers: Record<string, string>
  body: Buffer
  /** Ends the connection after this many bytes of the body. */
  cutAfter?: number
  /** Sends the body in pieces, with a pause between them. */
  slow?: { readonly pieces: number; readonly ms: number }
  /** Sends half of the body and then nothing, with the connection open. */
  stall?: boolean
}

/** What happens to a request before it reaches the store, or to the response. */
export type Fault =
  | { readonly kind: 'answer'; readonly status: number; readonly code: string }
  | { readonly kind: 'reset' }
  /** The store carries out the request, but the client gets another response. */
  | { readonly kind: 'after'; change(answer: Answer): Answer | undefined }

/** Returns the fault for a request, or undefined to forward it unchanged. */
export type Rule = (passing: Passing) => Fault | undefined

export interface Proxy {
  readonly endpoint: string
  /** How many requests have had a fault since the rule was set. */
  readonly faults: number
  set(rule: Rule): void
  close(): Promise<void>
}

/** Starts a proxy in front of a real S3 server that causes faults by a rule. For small test traffic. */
export const startProxy = async (store: string): Promise<Proxy> => {
  let rule: Rule = () => undefined
  let faults = 0
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
    if (fault) faults++
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
    get faults() {
      return faults
    },
    set(next) {
      rule = next
      faults = 0
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => void server.close(resolve))
    },
  }
}

/** An error response in the format of S3. */
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
  // The signature covers the host header, so it is forwarded unchanged.
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
