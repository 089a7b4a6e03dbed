import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type EncodeFrameOptions, encodeFrame } from '@faceward/capture-mobile'
import { createPhoneReceiver, type PhoneReceiver } from '@faceward/capture-mobile/node'
import { createSession } from '@faceward/capture-simulated'
import type { Frame } from '@faceward/spec'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { createNodeEngine, type NodeEngine } from '../src/index.js'

const KEY = 'ffeeddccbbaa99887766554433221100f0e1d2c3b4a5968778695a4b3c2d1e0f'
const state: { folder: string; engine?: NodeEngine; receiver?: PhoneReceiver<string>; server?: Server } = {
  folder: '',
}

/** A person before a phone with a time-of-flight camera: six frames to enrol, five to verify. */
const recorded: Frame[] = []

beforeAll(async () => {
  state.folder = await mkdtemp(join(tmpdir(), 'faceward-phone-'))
  state.engine = await createNodeEngine({
    dataFolder: state.folder,
    onNotice: () => {},
    environment: { ...process.env, BIOMETRIC_TEMPLATE_KEY: KEY },
  })
  const size = { width: 320, height: 240 }
  const person = { species: 'bona-fide', seed: 12, subjectSeed: 7, depthSensor: 'time-of-flight' } as const
  const timing = { framesPerSecond: 10, durationMs: 1100 }
  recorded.push(...createSession({ ...person, ...timing, size }).frames())
  state.receiver = createPhoneReceiver<string>({
    authenticate: async ({ headers }) => ({ identity: String(headers['x-user']) }),
    // Stands for App Attest: the app's key has signed this very packet.
    verifyAttestation: async ({ token, digest }) => Buffer.from(digest).equals(Buffer.from(token)),
  })
  state.server = createServer().on('upgrade', state.receiver.handleUpgrade)
  await new Promise<void>((resolve) => state.server?.listen(0, '127.0.0.1', resolve))
})

afterAll(async () => {
  await state.receiver?.close()
  state.server?.closeAllConnections()
  await state.engine?.close()
  await rm(state.folder, { recursive: true, force: true })
})

/** A phone that sends a frame whenever one was taken, and hangs up after the last. */
function stream(frames: readonly Frame[], options: EncodeFrameOptions = {}): Promise<void> {
  const { port } = (state.server as Server).address() as AddressInfo
  const socket = new WebSocket(`ws://127.0.0.1:${port}/`, { headers: { 'x-user': 'ada' } })
  const waiting = frames[Symbol.iterator]()
  return new Promise((resolve, reject) => {
    const session = { nonce: '' }
    socket.on('message', async (message) => {
      const told = JSON.parse(String(message)) as { readonly type: string; readonly nonce?: string }
      if (told.nonce !== undefined) session.nonce = told.nonce
      const { value, done } = waiting.next()
      if (done) socket.close(1000)
      else socket.send(await encodeFrame(value, { nonce: session.nonce, ...options }))
    })
    socket.on('close', () => resolve())
    socket.on('error', reject)
  })
}

const sign = async (bytes: Uint8Array) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes)))

async function verify(frames: readonly Frame[], options?: EncodeFrameOptions) {
  const sent = stream(frames, options)
  const session = await (state.receiver as PhoneReceiver<string>).open()
  const result = await (state.engine as NodeEngine).verify({ subjectId: session.identity, frames: session })
  await session.close()
  await sent
  return result
}

describe('a phone that streams packets into the engine', () => {
  it('enrols and is accepted; only an attested app raises the assurance to sensed depth', async () => {
    const sent = stream(recorded.slice(0, 6))
    const session = await (state.receiver as PhoneReceiver<string>).open()
    const enrolled = await state.engine?.enroll({ subjectId: session.identity, frames: session })
    expect(enrolled).toMatchObject({ decision: 'enrolled', reasons: [{ code: 'enrolled' }] })
    await sent

    const probe = recorded.slice(6)
    const attested = await verify(probe, { sign })
    expect(attested).toMatchObject({ decision: 'accept', assurance: 'sensed-depth' })
    const depth = attested.liveness.cues.find(({ cueId }) => cueId === 'depth-consistency')
    expect(depth?.result).toMatchObject({ status: 'scored', frameScores: { length: probe.length } })
    const declared = await verify(probe)
    expect(declared.decision).toBe('accept')
    expect(declared.assurance).not.toBe('sensed-depth')
    const forged = await verify(probe, { sign: async () => new Uint8Array(32) })
    expect(forged.assurance).not.toBe('sensed-depth')
  })

  it('proves no life with a recording, whoever attests it', async () => {
    const replayed = recorded.slice(6).map(
      (frame): Frame => ({
        ...frame,
        source: { ...frame.source, recorded: true },
      }),
    )
    const { assurance, liveness } = await verify(replayed, { sign })
    expect(assurance).not.toBe('sensed-depth')
    const depth = liveness.cues.find(({ cueId }) => cueId === 'depth-consistency')
    expect(depth?.result).toEqual({ status: 'abstained', reason: 'depth_recorded' })
  })
})
