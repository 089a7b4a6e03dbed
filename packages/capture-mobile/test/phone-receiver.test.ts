import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Frame } from '@faceward/spec'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { encodeFrame } from '../src/index.js'
import { createPhoneReceiver, type PhoneReceiver, type PhoneReceiverOptions } from '../src/node/index.js'

const frameOf = (sequence: number): Frame => ({
  image: { width: 4, height: 3, format: 'gray8', data: new Uint8Array(12).fill(sequence) },
  depth: {
    width: 4,
    height: 3,
    data: new Float32Array(12).fill(0.5),
    intrinsics: { width: 4, height: 3, focalX: 4, focalY: 4, principalX: 2, principalY: 1.5 },
    registeredToColor: true,
    provenance: { kind: 'sensed', method: 'time-of-flight', trust: 'declared', accuracy: 'absolute' },
  },
  timestampMs: 100 * sequence,
  sequence,
  source: { id: 'camera', kind: 'stream' },
})

const running: { server?: Server; receiver?: PhoneReceiver<string>; phones: WebSocket[] } = { phones: [] }

async function start(options: Partial<PhoneReceiverOptions<string>> = {}) {
  const receiver = createPhoneReceiver<string>({
    authenticate: async ({ headers }) =>
      headers['authorization'] === undefined ? undefined : { identity: String(headers['authorization']) },
    ...options,
  })
  const server = createServer(receiver.handleRequest).on('upgrade', receiver.handleUpgrade)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  Object.assign(running, { server, receiver })
  return { receiver, address: `127.0.0.1:${(server.address() as AddressInfo).port}` }
}

async function stop() {
  for (const phone of running.phones.splice(0)) phone.terminate()
  await running.receiver?.close()
  running.server?.closeAllConnections()
  await new Promise((resolve) => running.server?.close(resolve) ?? resolve(undefined))
}
afterEach(stop)

/** A phone on a WebSocket: what it is told, in order, and how it ends. */
async function phone(address: string, headers: Record<string, string> = { authorization: 'ada' }) {
  const socket = new WebSocket(`ws://${address}/phones`, { headers })
  running.phones.push(socket)
  const told: unknown[] = []
  const waiting: (() => void)[] = []
  socket.on('message', (data) => {
    told.push(JSON.parse(String(data)))
    for (const wake of waiting.splice(0)) wake()
  })
  const ended = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: String(reason) }))
    socket.on('error', (error) => resolve({ code: 0, reason: error.message }))
  })
  const hears = async (count: number) => {
    while (told.length < count) await new Promise<void>((resolve) => waiting.push(resolve))
    return told
  }
  return { socket, told, ended, hears }
}

/** One that was let in, with its nonce. */
async function letIn(address: string) {
  const one = await phone(address)
  const [ready] = (await one.hears(1)) as [{ nonce: string; maximumBytes: number; type: string }]
  const send = async (sequence: number, nonce = ready.nonce) =>
    one.socket.send(await encodeFrame(frameOf(sequence), { nonce }))
  return { ...one, ready, send }
}

describe('a phone over a WebSocket', () => {
  it('streams frames to who reads it, is told of each taken, and of the end', async () => {
    const { receiver, address } = await start()
    const one = await letIn(address)
    expect(one.ready).toMatchObject({ type: 'ready', version: 1, maximumBytes: 4_194_304 })
    const session = await receiver.open()
    expect(session).toMatchObject({ identity: 'ada', nonce: one.ready.nonce })
    const frames: Frame[] = []
    await one.send(0)
    for await (const frame of session) {
      frames.push(frame)
      if (frames.length === 3) break
      await one.send(frames.length)
    }
    expect(frames.map(({ sequence, timestampMs }) => [sequence, timestampMs])).toEqual([
      [0, 0],
      [1, 100],
      [2, 200],
    ])
    expect(frames[2]?.image.data[0]).toBe(2)
    expect(frames[0]).toMatchObject({ source: { id: 'phone', kind: 'stream' } })
    expect(frames[0]?.depth?.provenance.trust).toBe('declared')
    expect(await one.ended).toEqual({ code: 1000, reason: 'done' })
    expect(one.told.slice(1)).toEqual([0, 1, 2].map((seq) => ({ type: 'taken', seq })))
  })

  it('keeps the newest for a slow reader', async () => {
    const { receiver, address } = await start()
    const one = await letIn(address)
    const session = await receiver.open()
    for (let sequence = 0; sequence < 20; sequence++) await one.send(sequence)
    // What was sent has arrived once the phone's own farewell has.
    one.socket.close(1000)
    await one.ended
    const seen: number[] = []
    for await (const { sequence } of session) seen.push(sequence)
    expect(seen).toEqual([19])
  })

  it('is attested packet by packet, when the token holds for this nonce', async () => {
    const seen: string[] = []
    const { receiver, address } = await start({
      verifyAttestation: async ({ token, digest, nonce }) => {
        seen.push(nonce)
        return digest.length === 32 && token[0] === 7
      },
    })
    const one = await letIn(address)
    const tokens = [7, 8]
    const session = await receiver.open()
    const trusts: unknown[] = []
    const send = async (sequence: number) => {
      const sign = async () => Uint8Array.of(tokens[sequence]!)
      one.socket.send(await encodeFrame(frameOf(sequence), { nonce: one.ready.nonce, sign }))
    }
    await send(0)
    for await (const frame of session) {
      trusts.push(frame.depth?.provenance.trust)
      if (trusts.length === 2) break
      await send(1)
    }
    expect(trusts).toEqual(['attested', 'declared'])
    expect(seen).toEqual([one.ready.nonce, one.ready.nonce])
  })

  it.each([
    ['another nonce', (one: Awaited<ReturnType<typeof letIn>>) => one.send(0, 'stolen'), /nonce/],
    [
      'no packet',
      async (one: Awaited<ReturnType<typeof letIn>>) => one.socket.send(Uint8Array.of(1, 2, 3)),
      /cut short/,
    ],
    [
      'an old number',
      async (one: Awaited<ReturnType<typeof letIn>>) => {
        await one.send(3)
        await one.send(3)
      },
      /rise/,
    ],
  ])('ends with %s, told to both sides', async (_, act, message) => {
    const { receiver, address } = await start()
    const one = await letIn(address)
    const session = await receiver.open()
    const reading = (async () => {
      for await (const _frame of session) {
      }
    })()
    const failed = expect(reading).rejects.toMatchObject({
      code: 'malformed-packet',
      message: expect.stringMatching(message),
    })
    await act(one)
    await failed
    expect(await one.ended).toMatchObject({ code: 4400, reason: expect.stringMatching(message) })
  })

  it('is refused without authentication, as text, too large, or where there is no room', async () => {
    const { receiver, address } = await start({ maximumPacketBytes: 2000, maximumSessions: 1 })
    const stranger = await phone(address, {})
    expect((await stranger.ended).reason).toMatch(/401/)
    const chatty = await letIn(address)
    chatty.socket.send('hello')
    expect((await chatty.ended).code).toBe(1003)
    const large = await letIn(address)
    large.socket.send(new Uint8Array(3000))
    expect((await large.ended).code).toBe(1009)
    await letIn(address)
    const late = await phone(address)
    expect((await late.ended).code).toBe(1013)
    await receiver.close()
  })

  it('that goes away or falls silent is lost; a reader that waits can be stopped', async () => {
    const patient = await start()
    const gone = await letIn(patient.address)
    const session = await patient.receiver.open()
    gone.socket.terminate()
    await expect(session[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'device-lost' })
    await stop()
    const { receiver, address } = await start({ idleTimeoutMs: 50 })
    // Asked for before it comes: however busy the machine, it is not lost before it is read.
    const opening = receiver.open()
    await letIn(address)
    const silent = await opening
    await expect(silent[Symbol.asyncIterator]().next()).rejects.toThrow(/nothing for 0.05 s/)
    // Nor does one that nobody reads keep its place.
    const unread = await letIn(address)
    await unread.send(0)
    expect((await unread.ended).code).toBe(4408)
    const abort = new AbortController()
    const next = receiver.open({ signal: abort.signal })
    abort.abort(new Error('enough'))
    await expect(next).rejects.toThrow('enough')
    const waiting = expect(receiver.open()).rejects.toMatchObject({ code: 'stream-ended' })
    await receiver.close()
    await waiting
    expect((await (await phone(address)).ended).code).toBe(1013)
  })
})

describe('a phone over HTTP', () => {
  const post = (url: string, body?: Uint8Array<ArrayBuffer>) =>
    fetch(url, { method: 'POST', headers: { authorization: 'ada' }, ...(body === undefined ? {} : { body }) })

  it('opens a session, sends packets, and ends it', async () => {
    const { receiver, address } = await start()
    const opened = await post(`http://${address}/phones`)
    const { session: name, nonce } = (await opened.json()) as { session: string; nonce: string }
    expect(opened.status).toBe(201)
    const url = `http://${address}/phones/${name}`
    const session = await receiver.open()
    const frames = session[Symbol.asyncIterator]()
    expect((await post(url, await encodeFrame(frameOf(0), { nonce }))).status).toBe(204)
    expect((await frames.next()).value).toMatchObject({ sequence: 0, image: { width: 4 } })
    expect((await post(url, await encodeFrame(frameOf(1), { nonce }))).status).toBe(204)
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(204)
    expect((await frames.next()).value).toMatchObject({ sequence: 1 })
    expect((await frames.next()).done).toBe(true)
    expect((await post(url, Uint8Array.of(1))).status).toBe(410)
  })

  it('is refused what a WebSocket is refused', async () => {
    const { address } = await start({ maximumPacketBytes: 1000, maximumSessions: 2 })
    expect((await fetch(`http://${address}/phones`, { method: 'POST' })).status).toBe(401)
    expect((await fetch(`http://${address}/phones`)).status).toBe(405)
    const { session: name } = (await (await post(`http://${address}/phones`)).json()) as { session: string }
    expect((await post(`http://${address}/phones/${name}`, new Uint8Array(2000))).status).toBe(413)
    const wrong = await post(`http://${address}/phones/${name}`, Uint8Array.of(1))
    expect(wrong.status).toBe(422)
    expect(await wrong.json()).toMatchObject({ code: 'malformed-packet' })
    expect((await post(`http://${address}/phones/${name}`, Uint8Array.of(1))).status).toBe(410)
    await post(`http://${address}/phones`)
    await post(`http://${address}/phones`)
    expect((await post(`http://${address}/phones`)).status).toBe(503)
  })
})

describe('createPhoneReceiver', () => {
  it('refuses options it does not know or cannot use', () => {
    const authenticate = async () => undefined
    expect(() => createPhoneReceiver({ authenticate, port: 1 } as never)).toThrow(/port/)
    expect(() => createPhoneReceiver({ authenticate, maximumSessions: 0 })).toThrow(/maximumSessions/)
  })
})
