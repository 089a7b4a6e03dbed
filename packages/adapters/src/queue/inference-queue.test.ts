import type { Engine } from '@faceward/spec'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { ALIKE, harness } from '../../test/api-harness.js'
import { createInferenceQueue } from './inference-queue.js'

const never = new AbortController().signal

function gate() {
  const holder: { open: () => void } = { open: () => undefined }
  const opened = new Promise<void>((resolve) => {
    holder.open = resolve
  })
  return { opened, open: () => holder.open() }
}

/** An engine whose verifications wait for a gate, or for their signal. */
function waiting(opened: Promise<void>) {
  const seen = { started: 0, aborted: 0 }
  const engine = (real: Engine): Engine => ({
    ...real,
    async verify(request) {
      seen.started++
      await new Promise<void>((resolve, reject) => {
        request.signal?.addEventListener('abort', () => {
          seen.aborted++
          reject(request.signal?.reason)
        })
        opened.then(resolve)
      })
      return real.verify(request)
    },
  })
  return { engine, seen }
}

describe('the queue', () => {
  it('runs as many as may, in the order they came, and refuses at once who finds no place', async () => {
    const queue = createInferenceQueue({ concurrency: 2, queueLimit: 2 })
    const gates = [gate(), gate(), gate(), gate()]
    const order: number[] = []
    const runs = gates.map(({ opened }, index) => {
      const place = queue.admit('anybody')
      return place
        .run(async () => {
          order.push(index)
          await opened
        }, never)
        .finally(() => place.release())
    })
    expect(() => queue.admit('anybody')).toThrow('busy')
    expect(queue.load).toEqual({ admitted: 4, running: 2, capacity: 4 })
    await Promise.resolve()
    expect(order).toEqual([0, 1])
    gates[1]?.open()
    await runs[1]
    expect(order).toEqual([0, 1, 2])
    for (const { open } of gates) open()
    await Promise.all(runs)
    expect(order).toEqual([0, 1, 2, 3])
    expect(queue.load).toEqual({ admitted: 0, running: 0, capacity: 4 })
  })

  it('lets go who stops waiting, and keeps the place of work that has not really ended', async () => {
    const queue = createInferenceQueue({ concurrency: 1, queueLimit: 2 })
    const slow = gate()
    const stop = new AbortController()
    const first = queue.admit('anybody').run(() => slow.opened, stop.signal)
    const second = queue.admit('anybody').run(async () => 'ran', never)
    stop.abort(new Error('timeout'))
    await expect(first).rejects.toThrow('timeout')
    expect(queue.load.running).toBe(1)
    slow.open()
    expect(await second).toBe('ran')
    await queue.idle()
    const gone = new AbortController()
    const held = gate()
    const holding = queue.admit('anybody')
    holding.release()
    holding.release()
    const running = holding.run(() => held.opened, never)
    const waitingTurn = holding.run(async () => 'never', gone.signal)
    gone.abort(new Error('gone'))
    await expect(waitingTurn).rejects.toThrow('gone')
    held.open()
    await running
    expect(queue.load.running).toBe(0)
  })
})

describe('over HTTP', () => {
  it('answers 503 with Retry-After before reading a body when the house is full', async () => {
    const { opened, open } = gate()
    const { engine } = waiting(opened)
    const { enroll, verify, api, send } = harness({ concurrency: 1, queueLimit: 1 }, { engine })
    await enroll('ada')
    const first = verify('ada', ALIKE)
    const second = verify('bo', ALIKE)
    // Both have brought their bodies when the house is full.
    while ((await send('GET', '/readyz')).status !== 503)
      await new Promise((resolve) => setImmediate(resolve))
    const body = new ReadableStream({
      pull() {
        throw new Error('the body was read')
      },
    })
    const init = { method: 'POST', body, duplex: 'half', headers: { 'content-type': 'application/json' } }
    const third = await api.fetch(new Request('http://localhost/verify', init as RequestInit))
    expect(third.status).toBe(503)
    expect(third.headers.get('retry-after')).toBe('1')
    expect((await send('GET', '/readyz')).status).toBe(503)
    open()
    expect((await first).body.decision).toBe('accept')
    await second
    expect((await send('GET', '/readyz')).status).toBe(200)
  })

  it('cancels the engine at the timeout, answers 504, and gives the attempt back', async () => {
    const { engine, seen } = waiting(new Promise(() => undefined))
    const { enroll, verify, api, send } = harness({ timeoutMs: 200 }, { engine })
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    await enroll('ada')
    for (let i = 1; i <= 7; i++) {
      const answer = verify('ada', ALIKE)
      while (seen.started < i) await new Promise((resolve) => setImmediate(resolve))
      vi.advanceTimersByTime(200)
      expect(await answer).toMatchObject({ status: 504, body: { code: 'timed-out' } })
    }
    await api.idle()
    expect(seen).toEqual({ started: 7, aborted: 7 })
    expect((await send('GET', '/users/ada')).body.failed_attempts).toBe(0)
  })

  it('cancels the engine when the client goes away, which counts as an attempt', async () => {
    const { engine, seen } = waiting(new Promise(() => undefined))
    const { enroll, api, send, events } = harness({}, { engine })
    await enroll('ada')
    const leaving = new AbortController()
    const body = JSON.stringify({ user_id: 'ada', images: [btoa('{"angle":0}')] })
    const headers = { 'content-type': 'application/json' }
    const request = new Request('http://localhost/verify', {
      method: 'POST',
      body,
      headers,
      signal: leaving.signal,
    })
    const answer = api.fetch(request)
    while (seen.started === 0) await new Promise((resolve) => setImmediate(resolve))
    leaving.abort()
    expect((await answer).status).toBe(499)
    expect(seen.aborted).toBe(1)
    expect((await send('GET', '/users/ada')).body.failed_attempts).toBe(1)
    expect(events.at(-2)).toMatchObject({ type: 'request', status: 499 })
  })

  it('is idle only when nothing is under way, and says that it drains', async () => {
    const { opened, open } = gate()
    const { engine } = waiting(opened)
    const { enroll, verify, api, send } = harness({}, { engine })
    await enroll('ada')
    const pending = verify('ada', ALIKE)
    const state = { idle: false }
    const idle = api.idle().then(() => {
      state.idle = true
    })
    api.drain()
    const ready = await send('GET', '/readyz')
    expect(ready).toMatchObject({ status: 503, body: { parts: { serving: { status: 'failing' } } } })
    expect((await send('GET', '/livez')).status).toBe(200)
    expect(state.idle).toBe(false)
    open()
    const answer = await pending
    expect(answer.body.decision).toBe('accept')
    expect(answer.headers.get('connection')).toBe('close')
    await idle
  })
})
