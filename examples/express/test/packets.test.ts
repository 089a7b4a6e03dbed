import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { encodeFrame } from '@faceward/capture-mobile'
import { createSession } from '@faceward/capture-simulated'
import { createSharpDecoder } from '@faceward/node'
import type { DepthMap, Frame, Image } from '@faceward/spec'
import { pino } from 'pino'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readServerSettings } from '../src/server/server-settings.js'
import { type RunningServer, startServer } from '../src/server/start-server.js'
import { PATIENT } from './test-clock.js'

const home = mkdtempSync(join(tmpdir(), 'faceward-packets-'))
const running: { server?: RunningServer } = {}

beforeAll(async () => {
  const environment = {
    ...process.env,
    ...PATIENT,
    FACEWARD_HOME: home,
    API_PORT: '0',
    API_KEYS: '',
    REQUIRE_CHALLENGE: 'none',
  }
  const settings = readServerSettings(environment)
  running.server = await startServer({
    settings,
    environment,
    logger: pino({ level: 'silent' }),
    // The test runner cannot start processes from the sources.
    decodeImage: createSharpDecoder(),
  })
})

afterAll(async () => {
  await running.server?.stop()
  rmSync(home, { recursive: true, force: true })
})

/** What a phone with a time-of-flight camera sees of a person. */
function capture(count: number): Frame[] {
  const size = { width: 320, height: 240 }
  const timing = { framesPerSecond: 10, durationMs: 100 * count }
  const person = { species: 'bona-fide', seed: 12, subjectSeed: 7, depthSensor: 'time-of-flight' } as const
  return [...createSession({ ...person, ...timing, size }).frames()]
}

/** The same picture before a wall: what the depth of a print or a screen looks like. */
const flattened = (frame: Frame): Frame => ({
  ...frame,
  depth: { ...(frame.depth as DepthMap), data: (frame.depth as DepthMap).data.map(() => 0.45) },
})

const toPng = ({ width, height, data }: Image) =>
  sharp(data, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 1 })
    .toBuffer()
const deflate = async (bytes: Uint8Array) => deflateRawSync(bytes, { level: 1 })
const encodeColor = async (image: Image) => ({ encoding: 'png', bytes: await toPng(image) }) as const

interface Answer {
  readonly decision: string
  readonly assurance: string
  readonly liveness_score: number
}

async function post(path: string, body: FormData | object): Promise<{ status: number; body: Answer }> {
  const isForm = body instanceof FormData
  const response = await fetch(`${running.server?.url}${path}`, {
    method: 'POST',
    headers: isForm ? {} : { 'content-type': 'application/json' },
    body: isForm ? body : JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as Answer }
}

describe('depth packets, over HTTP', () => {
  it('enrol by a form, accept by JSON, and refuse the same pictures with the depth of a print', async () => {
    const frames = capture(10)
    const form = new FormData()
    form.append('user_id', 'ada')
    for (const frame of frames.slice(0, 6)) {
      form.append('packets', new Blob([await encodeFrame(frame, { encodeColor, deflate })]))
      form.append('captured_at', String(frame.timestampMs))
    }
    expect(await post('/enroll', form)).toMatchObject({ status: 200, body: { decision: 'enrolled' } })

    const verify = async (shown: readonly Frame[]) => {
      const encoded = shown.map(async (frame) => ({
        image: (await toPng(frame.image)).toString('base64'),
        depth: {
          data: Buffer.from(await encodeFrame(frame, { parts: 'depth', deflate })).toString('base64'),
        },
        captured_at: frame.timestampMs,
      }))
      return (await post('/verify', { user_id: 'ada', frames: await Promise.all(encoded) })).body
    }
    const herself = await verify(frames.slice(6))
    expect(herself.decision).toBe('accept')
    // What a client declares of its depth does not raise the assurance.
    expect(herself.assurance).not.toBe('sensed-depth')
    const print = await verify(frames.slice(6).map(flattened))
    expect(print.decision).not.toBe('accept')
    expect(print.liveness_score).toBeLessThan(0.5)
    expect(herself.liveness_score).toBeGreaterThan(0.5)
  })
})
