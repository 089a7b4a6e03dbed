import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasChromium, launchChromium, type Page } from '../../../tooling/src/chromium.mjs'
import { servePageOf, useChromium } from '../../../tooling/src/chromium-tests.mjs'
import { createCameraCapture } from '../src/browser/index.js'
import type {} from './camera-page.js'

describe('createCameraCapture', () => {
  it('refuses options it does not know or cannot use', () => {
    expect(() => createCameraCapture({ fps: 3 } as object)).toThrow(/fps/)
    expect(() => createCameraCapture({ deviceId: '' })).toThrow(/deviceId/)
    expect(() => createCameraCapture({ frameTimeoutMs: 0 })).toThrow(/frameTimeoutMs/)
    expect(() => createCameraCapture({ resolution: { width: Number.NaN, height: 1 } })).toThrow(/width/)
  })

  it('says that it is not supported where there is no browser', async () => {
    await expect(createCameraCapture().open()).rejects.toMatchObject({ code: 'unsupported' })
  })
})

describe.skipIf(!hasChromium('@faceward/capture-monocular'))('createCameraCapture in Chromium', () => {
  const state = {} as { folder: string; video: string }
  const GREYS = Array.from({ length: 10 }, (_, i) => 40 + 20 * i)

  beforeAll(async () => {
    state.folder = await mkdtemp(join(tmpdir(), 'faceward-camera-'))
    state.video = join(state.folder, 'greys.y4m')
    await writeFile(state.video, greyVideo(GREYS))
  })
  afterAll(() => rm(state.folder, { recursive: true, force: true }))
  const entry = fileURLToPath(new URL('./camera-page.ts', import.meta.url))
  const chromium = useChromium(() => servePageOf(entry), {
    args: () => ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${state.video}`],
  })

  async function onPage<Result>(
    run: (page: Page) => Promise<Result>,
    { within = chromium.browser, permissions = ['camera'] } = {},
  ): Promise<Result> {
    const { page, errors } = await chromium.open({ within, permissions })
    try {
      await page.exposeFunction('withdrawPermission', () => page.context().clearPermissions())
      return await run(page)
    } finally {
      await page.close()
      expect(errors).toEqual([])
    }
  }
  const take = (options: object, count: number) =>
    onPage((page) =>
      page.evaluate(
        async ([options, count]) => {
          return cameraPage.take(options, count)
        },
        [options, count] as const,
      ),
    )
  const ending = (
    happening: Parameters<typeof cameraPage.ending>[0],
    options: object = {},
    where: object = {},
  ) =>
    onPage(
      (page) =>
        page.evaluate(
          async ([happening, options]) => {
            return cameraPage.ending(happening, options)
          },
          [happening, options] as const,
        ),
      where,
    )

  it('gives the pictures of the camera in order, with their times, and stops it when the loop is left', async () => {
    const { frames, tracksWhileRead, tracksAfter } = await take({}, 6)
    expect(frames.map(({ width, height, format, bytes }) => [width, height, format, bytes])).toEqual(
      Array(6).fill([64, 48, 'rgba8', 64 * 48 * 4]),
    )
    expect(frames[0]?.sequence).toBe(0)
    for (const [i, before] of frames.slice(0, -1).entries()) {
      const frame = frames[i + 1]!
      expect(frame.sequence).toBeGreaterThan(before.sequence)
      expect(frame.timestampMs).toBeGreaterThan(before.timestampMs)
      expect(frame.grey).not.toBe(before.grey)
    }
    expect(tracksWhileRead).toEqual(['live'])
    expect(tracksAfter).toEqual(['ended'])
  })

  it('drops what a slow consumer has no time for, and gives a fresh picture', async () => {
    const missed = 5
    const [first, second] = await onPage((page) =>
      page.evaluate(async (count) => cameraPage.takeAfter(count), missed),
    )
    expect(second!.sequence - first!.sequence).toBeGreaterThan(1)
    // None is older than the last one that was shown.
    expect(second!.picture - first!.picture).toBeGreaterThanOrEqual(missed)
  })

  it('scales pictures down to the resolution, never up', async () => {
    const { frames } = await take({ resolution: { width: 24, height: 32 } }, 1)
    expect(frames[0]).toMatchObject({ width: 32, height: 24 })
  })

  it('lists cameras and opens the one it is told', async () => {
    const cameras = await onPage((page) =>
      page.evaluate(async () => {
        const cameras = await cameraPage.listCameras()
        const taken = await cameraPage.take({ deviceId: cameras[0]!.deviceId }, 1)
        return { cameras, frames: taken.frames.length }
      }),
    )
    expect(cameras).toMatchObject({ cameras: [{ label: expect.stringContaining('greys') }], frames: 1 })
  })

  it('says that the person did not allow it, and that there is no such camera', async () => {
    expect(await ending('none', {}, { permissions: [] })).toMatchObject({
      name: 'CaptureError',
      code: 'permission-denied',
    })
    expect(await ending('none', { deviceId: 'absent' })).toMatchObject({ code: 'device-unavailable' })
    const within = await launchChromium({ args: ['--use-fake-device-for-media-stream=device-count=0'] })
    try {
      expect(await ending('none', {}, { within })).toMatchObject({ code: 'device-unavailable' })
    } finally {
      await within.close()
    }
  })

  it('says that the camera was lost: permission withdrawn, no more pictures', async () => {
    const lost = { name: 'CaptureError', code: 'device-lost', tracks: ['ended'] }
    expect(await ending('permission-withdrawn')).toEqual(lost)
    expect(await ending('pictures-stop', { frameTimeoutMs: 300 })).toEqual(lost)
  })

  it('does not take a hidden page for a lost camera', async () => {
    const waited = await onPage((page) =>
      page.evaluate(async () => {
        const failure = await cameraPage.ending('hidden', { frameTimeoutMs: 3000 })
        return { failure, sinceShownMs: performance.now() - (cameraPage.hiddenSince.shownAtMs ?? Number.NaN) }
      }),
    )
    expect(waited.failure?.code).toBe('device-lost')
    expect(waited.sinceShownMs).toBeGreaterThan(2900)
  })

  it('ends quietly when closed, and with the reason when aborted', async () => {
    expect(await ending('closed')).toBeUndefined()
    expect(await ending('aborted')).toMatchObject({ name: 'Error', tracks: ['ended'] })
    const reason = await onPage((page) =>
      page.evaluate(async () => {
        return cameraPage.abortWhileAsked()
      }),
    )
    expect(reason).toBe('Error: enough')
  })
})

/** Ten pictures of 64 x 48 a second, each of one grey. */
function greyVideo(greys: readonly number[]): Uint8Array {
  const pictures = greys.flatMap((grey) => [
    Buffer.from('FRAME\n'),
    Buffer.alloc(64 * 48, grey),
    Buffer.alloc((64 * 48) / 2, 128),
  ])
  return Buffer.concat([Buffer.from('YUV4MPEG2 W64 H48 F10:1 Ip A1:1 C420\n'), ...pictures])
}
