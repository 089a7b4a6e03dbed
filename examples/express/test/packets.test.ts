import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { encodeFrame } from '@faceward/capture-mobile'
import { createSession, type SessionSpecies } from '@faceward/capture-simulated'
import type { Frame, Image } from '@faceward/spec'
import { pino } from 'pino'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readServerSettings } from '../src/server/server-settings.js'
import { type RunningServer, startServer } from '../src/server/start-server.js'

const ADA = 1
const LIMIT_MS = 240_000

const home = mkdtempSync(join(tmpdir(), 'faceward-packets-'))
const running: { server?: RunningServer } = {}

beforeAll(async () => {
  const environment = { ...process.env, FACEWARD_HOME: home, API_PORT: '0', API_KEYS: '' }
  const settings = readServerSettings(environment)
  running.server = await startServer({ settings, environment, logger: pino({ level: 'silent' }) })
}, LIMIT_MS)

afterAll(async () => {
  await running.server?.stop()
  rmSync(home, { recursive: true, force: true })
})

/** What a phone with a time-of-flight camera sees of somebody. */
function capture(species: SessionSpecies, seed: number, count: number): Frame[] {
  const size = { width: 400, height: 300 }
  const timing = { framesPerSecond: 8, durationMs: (1000 * count) / 8 }
  const session = createSession({
    species,
    seed,
    subjectSeed: ADA,
    size,
    depthSensor: 'time-of-flight',
    ...timing,
  })
  return [...session.frames()]
}

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
  it(
    'enrol by a form, accept by JSON, and refuse a print by its depth',
    async () => {
      const form = new FormData()
      form.append('user_id', 'ada')
      for (const frame of capture('bona-fide', 11, 4)) {
        form.append('packets', new Blob([await encodeFrame(frame, { encodeColor, deflate })]))
        form.append('captured_at', String(frame.timestampMs))
      }
      expect(await post('/enroll', form)).toMatchObject({ status: 200, body: { decision: 'enrolled' } })

      const verify = async (frames: readonly Frame[], withDepth: boolean) => {
        const parts = frames.map(async (frame) => {
          const packet = withDepth && (await encodeFrame(frame, { parts: 'depth', deflate }))
          return {
            image: (await toPng(frame.image)).toString('base64'),
            ...(packet ? { depth: { data: Buffer.from(packet).toString('base64') } } : {}),
            captured_at: frame.timestampMs,
          }
        })
        return (await post('/verify', { user_id: 'ada', frames: await Promise.all(parts) })).body
      }
      const herself = await verify(capture('bona-fide', 12, 4), true)
      // What a client declares of its depth does not raise the assurance.
      expect(herself).toMatchObject({ decision: 'accept', assurance: 'sequence' })

      const print = capture('bent-print', 13, 4)
      const seen = await verify(print, true)
      expect(seen.decision).not.toBe('accept')
      expect(seen.liveness_score).toBeLessThan((await verify(print, false)).liveness_score)
    },
    LIMIT_MS,
  )
})
