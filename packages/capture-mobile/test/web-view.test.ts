import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Frame } from '@faceward/spec'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasChromium, type Page } from '../../../tooling/src/chromium.mjs'
import { servePageOf, useChromium } from '../../../tooling/src/chromium-tests.mjs'
import { encodeFrame } from '../src/index.js'
import type { Reading } from './web-view-page.js'

declare const readMessages: (packets: number[][], most: number, idleTimeoutMs: number) => Promise<Reading>
declare const readScheme: (url: string, most: number) => Promise<Reading>

const frameOf = (sequence: number): Frame => ({
  image: { width: 40, height: 30, format: 'gray8', data: new Uint8Array(1200).fill(sequence + 10) },
  depth: {
    width: 40,
    height: 30,
    data: new Float32Array(1200).fill(0.5 + sequence / 10),
    intrinsics: { width: 40, height: 30, focalX: 40, focalY: 40, principalX: 20, principalY: 15 },
    registeredToColor: true,
    provenance: { kind: 'sensed', method: 'time-of-flight', trust: 'driver', accuracy: 'absolute' },
  },
  timestampMs: 100 * sequence,
  sequence,
  source: { id: 'camera', kind: 'stream' },
})
const packetOf = (sequence: number, nonce = 'abc') => encodeFrame(frameOf(sequence), { nonce })
const seenOf = (sequence: number) => ({
  sequence,
  first: sequence + 10,
  metres: Math.fround(0.5 + sequence / 10),
  trust: 'declared',
})

describe.skipIf(!hasChromium('@faceward/capture-mobile'))('in Chromium, as in a web view', () => {
  const entry = fileURLToPath(new URL('./web-view-page.ts', import.meta.url))
  const chromium = useChromium(() => servePageOf(entry, { isolated: false }))
  const state: { app?: Server; page?: Page; url: string } = { url: '' }

  beforeAll(async () => {
    state.page = (await chromium.open()).page
    // Stands for the WKURLSchemeHandler: the frame after the one the page has, and 410 after the third.
    state.app = createServer(async ({ url = '' }, response) => {
      const next = Number(new URL(url, 'http://app').searchParams.get('after')) + 1
      response.setHeader('access-control-allow-origin', '*')
      if (url.startsWith('/absent')) response.writeHead(404).end()
      else if (next > 2) response.writeHead(410).end()
      else response.writeHead(200).end(await packetOf(next, url.startsWith('/stolen') ? 'xyz' : 'abc'))
    })
    await new Promise<void>((resolve) => state.app?.listen(0, '127.0.0.1', resolve))
    state.url = `http://127.0.0.1:${((state.app as Server).address() as AddressInfo).port}`
  })
  afterAll(async () => {
    state.app?.closeAllConnections()
    state.app?.close()
  })
  const page = () => state.page as Page

  const messages = async (packets: readonly Uint8Array[], most: number, idleTimeoutMs = 600_000) =>
    page().evaluate(([given, count, idle]) => readMessages(given, count, idle), [
      packets.map((packet) => [...packet]),
      most,
      idleTimeoutMs,
    ] as [number[][], number, number])
  const scheme = (path: string, most: number) =>
    page().evaluate(([url, count]) => readScheme(url as string, count as number), [
      `${state.url}${path}`,
      most,
    ] as const)

  it('reads ArrayBuffers that an Android app posts, and tells it when to begin and end', async () => {
    const packets = [await packetOf(0), await packetOf(1), await packetOf(2)]
    expect(await messages(packets, 2)).toEqual({ seen: [seenOf(0), seenOf(1)], told: ['start', 'stop'] })
  })

  it('ends with what is no packet, a stolen one, or silence', async () => {
    const failure = (code: string) => expect.objectContaining({ failure: code, told: ['start', 'stop'] })
    expect(await messages([Uint8Array.of(1, 2, 3)], 1)).toEqual(failure('malformed-packet'))
    expect(await messages([await packetOf(0, 'xyz')], 1)).toEqual(failure('malformed-packet'))
    expect(await messages([await packetOf(0)], 2, 300)).toEqual(failure('device-lost'))
  })

  it('fetches frames one by one from an iOS app, until it has no more', async () => {
    expect(await scheme('/frames', 9)).toEqual({ seen: [seenOf(0), seenOf(1), seenOf(2)] })
    expect(await scheme('/frames', 1)).toEqual({ seen: [seenOf(0)] })
    expect(await scheme('/absent', 1)).toEqual({ seen: [], failure: 'device-lost' })
    expect(await scheme('/stolen', 1)).toEqual({ seen: [], failure: 'malformed-packet' })
  })
})
