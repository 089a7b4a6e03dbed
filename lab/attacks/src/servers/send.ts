import { request } from 'node:http'

/** Where requests go, and as whom. */
export interface Caller {
  readonly host: string
  readonly port: number
  /** Loopback address it comes from: to a server without keys each is a client of its own. */
  readonly from: string
  readonly key?: string
}

/** An answer, its body read. */
export interface Answer {
  readonly status: number
  readonly retryAfterS: number
  readonly body: AnswerBody
}

/** What attacks look at of any answer; absent where the answer has no such thing. */
export interface AnswerBody {
  readonly code?: string
  readonly decision?: string
  readonly reasons?: readonly { readonly code: string }[]
  readonly actions?: readonly string[]
  readonly challenge_id?: string
  readonly fusion_score?: number | null
  readonly confidence?: number
  readonly failed_attempts?: number
}

/** Sends JSON, as an object or as text, or a form on a connection of its own. @throws Error when the connection breaks before an answer. */
export async function send(
  { host, port, from, key }: Caller,
  method: string,
  path: string,
  body?: FormData | object | string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const form = body instanceof FormData ? new Response(body) : undefined
  const bytes = form ? Buffer.from(await form.arrayBuffer()) : Buffer.from(textOf(body))
  const type = form?.headers.get('content-type') ?? 'application/json'
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host,
        port,
        method,
        path,
        localAddress: from,
        agent: false,
        headers: {
          ...(body === undefined ? {} : { 'content-type': type, 'content-length': bytes.length }),
          ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
          ...headers,
        },
      },
      (incoming) => {
        let text = ''
        incoming.setEncoding('utf8')
        incoming.on('data', (chunk: string) => {
          text += chunk
        })
        incoming.on('error', reject)
        incoming.on('end', () => {
          const retryAfterS = Number(incoming.headers['retry-after'] ?? 0)
          resolve({ status: incoming.statusCode ?? 0, retryAfterS, body: parsed(text) })
        })
      },
    )
    outgoing.on('error', reject)
    outgoing.end(bytes)
  })
}

function parsed(text: string): AnswerBody {
  try {
    return JSON.parse(text) as AnswerBody
  } catch {
    return {}
  }
}

const textOf = (body: object | string = '') => (typeof body === 'string' ? body : JSON.stringify(body))
