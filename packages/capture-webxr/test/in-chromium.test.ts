import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { hasChromium, type Page } from '../../../tooling/src/chromium.mjs'
import { servePageOf, useChromium } from '../../../tooling/src/chromium-tests.mjs'
import type { Device, Scan } from './emulated-device.js'

declare const scan: (device: object) => Promise<Scan>

const scanThere = (device: string) => scan(JSON.parse(device)).then(JSON.stringify)
/** As Chrome on Android: every phone is called K in the string. */
const CHROME_ON_ANDROID =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36'

async function tellModel(page: Page, model: string): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setUserAgentOverride', {
    userAgent: CHROME_ON_ANDROID,
    userAgentMetadata: {
      model,
      mobile: true,
      platform: 'Android',
      platformVersion: '15',
      architecture: '',
    },
  })
}

/** The emulated view fills the window: as wide as the simulated camera's picture. */
const VIEW = { width: 640, height: 320 }

describe.skipIf(!hasChromium('@faceward/capture-webxr'))('in Chromium, on an emulated device', () => {
  const entry = fileURLToPath(new URL('./emulated-device.ts', import.meta.url))
  const chromium = useChromium(() => servePageOf(entry), { args: () => ['--enable-unsafe-swiftshader'] })

  async function scanOn(device: Device, { model = '' } = {}): Promise<Scan> {
    const { page } = await chromium.open({ viewport: VIEW })
    try {
      if (model !== '') await tellModel(page, model)
      return JSON.parse(await page.evaluate(scanThere, JSON.stringify(device))) as Scan
    } finally {
      await page.close()
    }
  }

  it.each(['phone', 'headset', 'graphics-card'] as const)('scans a person with a %s', async (kind) => {
    const { frames, image, expected, failure, isReleased } = await scanOn({ kind })
    expect(failure).toBeUndefined()
    expect(frames).toHaveLength(3)
    expect(image).toEqual(expected.image)

    const { depth, colorIntrinsics } = frames[0]!
    expect(depth).toMatchObject({ width: 160, height: 80, registeredToColor: true })
    expect(depth!.provenance).toMatchObject({ kind: 'estimated', trust: 'declared' })
    expect(colorIntrinsics).toEqual(depth!.intrinsics)
    // A phone counts millimetres; the emulator's projective depth is off by up to 2 in a thousand far away.
    const isOff = (metres: number, i: number) => Math.abs(metres - depth!.data[i]!) > 0.0006 + 0.002 * metres
    expect(expected.depth.filter(isOff)).toEqual([])

    // Depth and intrinsics together put the tip of the nose where it is.
    const { x, y, metres } = expected.nose
    const { focalX, focalY, principalX, principalY } = depth!.intrinsics
    const z = depth!.data[Math.floor(y) * 160 + Math.floor(x)]!
    expect(((x - principalX) / focalX) * z).toBeCloseTo(metres.x, 2)
    expect(((y - principalY) / focalY) * z).toBeCloseTo(metres.y, 2)
    expect(z).toBeCloseTo(metres.z, 2)

    const times = frames.map(({ timestampMs }) => timestampMs)
    expect([...new Set(times)].sort((a, b) => a - b)).toEqual(times)
    expect(isReleased).toBe(true)
  })

  it('takes depth for sensed only from a device the operator lists', async () => {
    const trustedDevices = [
      { userAgentIncludes: 'Chrome', method: 'time-of-flight', vendor: 'Test' },
    ] as const
    const { frames } = await scanOn({ kind: 'headset', frames: 1, options: { trustedDevices } })
    expect(frames[0]?.depth?.provenance).toMatchObject({ kind: 'sensed', trust: 'declared' })
  })

  it('knows a listed phone by the model it tells when asked: its user agent string has none', async () => {
    const trustedDevices = [
      { userAgentIncludes: 'SM-G988B', method: 'time-of-flight', vendor: 'Samsung' },
    ] as const
    const device = { kind: 'phone', frames: 1, options: { trustedDevices } } as const
    const listed = await scanOn(device, { model: 'SM-G988B' })
    expect(listed.frames[0]?.depth?.provenance).toMatchObject({
      kind: 'sensed',
      device: { vendor: 'Samsung' },
    })
    const other = await scanOn(device, { model: 'Pixel 9' })
    expect(other.frames[0]?.depth?.provenance).toMatchObject({ kind: 'estimated' })
  })

  it.each([
    ['immersive-ar', /immersive-ar/],
    ['depth-sensing', /no depth or no camera/],
    ['camera-access', /no depth or no camera/],
    ['camera-pictures', /camera-access/],
  ] as const)('says what is missing: %s', async (without, message) => {
    const { failure, frames } = await scanOn({ kind: 'headset', without })
    expect(frames).toEqual([])
    expect(failure).toMatchObject({ code: 'unsupported', message: expect.stringMatching(message) })
  })

  it('ends a session that was given up on before it came', async () => {
    const { failure, frames, isReleased } = await scanOn({ kind: 'phone', givesUp: true })
    expect(failure?.message).toMatch(/abort/i)
    expect(frames).toEqual([])
    expect(isReleased).toBe(true)
  })

  it('gives pictures without depth where the browser withholds it, and says so once', async () => {
    const { frames, notices, isReleased } = await scanOn({ kind: 'headset', without: 'depth', frames: 33 })
    expect(frames.every(({ depth }) => depth === undefined)).toBe(true)
    expect(notices).toEqual([expect.stringMatching(/no depth/)])
    expect(isReleased).toBe(true)
  })
})
