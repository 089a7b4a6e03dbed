import type { IncomingMessage, ServerResponse } from 'node:http'
import { expect, it } from 'vitest'
import type { FaceApi } from '../face-api.js'
import { createNodeHandler } from './create-node-handler.js'

interface Answered {
  status?: number
  headers?: Record<string, string>
  body?: string
}

/** What a request with these headers is answered before the API sees it; nothing when it goes on. */
async function answerTo(headersDistinct: Record<string, string[]>): Promise<Answered> {
  const answered: Answered = {}
  const outgoing = {
    writeHead(status: number, headers: Record<string, string>) {
      Object.assign(answered, { status, headers })
      return outgoing
    },
    end(body: string) {
      answered.body = body
    },
  }
  const api = { fetch: async () => new Response() } as unknown as FaceApi
  const passedOn = new Error('it goes on')
  const handler = createNodeHandler(api, {
    addressOf: () => {
      throw passedOn
    },
  })
  await handler(
    { headersDistinct } as unknown as IncomingMessage,
    outgoing as unknown as ServerResponse,
  ).catch((failure: unknown) => expect(failure).toBe(passedOn))
  return answered
}

// Whatever stands in front may have looked at another of the two.
it.each(['host', 'authorization', 'x-api-key', 'content-type', 'idempotency-key'])(
  'a request that has %s twice is refused, and its connection closed',
  async (name) => {
    const { status, headers, body } = await answerTo({ [name]: ['a', 'b'] })
    expect(status).toBe(400)
    expect(headers).toEqual({ 'content-type': 'application/problem+json', connection: 'close' })
    expect(JSON.parse(body ?? '')).toMatchObject({
      code: 'invalid-header',
      request_id: 'none',
      detail: expect.stringContaining(name),
    })
    expect(await answerTo({ [name]: ['a'] })).toEqual({})
  },
)

it('what may come several times goes on', async () => {
  expect(await answerTo({ accept: ['a', 'b'] })).toEqual({})
  expect(await answerTo({})).toEqual({})
})
