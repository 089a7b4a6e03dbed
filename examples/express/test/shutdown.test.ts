import { describe, expect, it } from 'vitest'
import { startProcess } from './server-process.js'
import { photos, toJpeg } from './simulated-photos.js'

const CLIENTS = 6
const ANSWERS_BEFORE_SIGTERM = 4

describe('SIGTERM under load', () => {
  it('answers every request that was accepted, then ends with code 0', async () => {
    const [photo] = await photos(1, 1)
    const image = (await toJpeg(photo as Buffer)).toString('base64')
    const server = await startProcess({ RATE_LIMIT_PER_MINUTE: '1000000', API_QUEUE_LIMIT: '100' })
    const state = { answered: 0, refused: 0, stopped: false, cut: 0 }
    let stopping: Promise<number | null> | undefined

    async function client(number: number): Promise<void> {
      for (let sequence = 0; !state.stopped; sequence++) {
        // Users of their own: nobody is to be locked out.
        const body = JSON.stringify({ user_id: `user-${number}-${sequence}`, images: [image] })
        const headers = { 'content-type': 'application/json', connection: 'close' }
        let response: Response
        try {
          response = await fetch(`${server.url}/verify`, { method: 'POST', headers, body })
        } catch {
          // Nobody listens any more.
          state.refused++
          state.stopped = true
          return
        }
        try {
          const { decision } = (await response.json()) as { decision: string }
          // Nobody is enrolled: answered as strangers are, some of whom are asked to try again.
          expect(['reject', 're_verify']).toContain(decision)
          state.answered++
        } catch {
          state.cut++
        }
        if (state.answered === ANSWERS_BEFORE_SIGTERM) stopping = server.stop('SIGTERM')
      }
    }

    await Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(number)))
    expect(await stopping).toBe(0)
    const logged = server.log.filter(({ event, route }) => event === 'request' && route === '/verify')
    // Everything the server took on, it answered, and every answer arrived whole.
    expect(state.cut).toBe(0)
    expect(logged.map(({ status }) => status)).toEqual(Array(state.answered).fill(200))
    expect(state.answered).toBeGreaterThan(ANSWERS_BEFORE_SIGTERM)
    expect(server.log.at(-1)).toMatchObject({ event: 'shutdown', msg: 'stopped' })
  })
})
