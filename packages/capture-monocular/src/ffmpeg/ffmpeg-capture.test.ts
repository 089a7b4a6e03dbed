import { execFileSync, spawnSync } from 'node:child_process'
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { captureProviderCases, describeConformance } from '@faceward/conformance'
import type { CaptureSession, Frame } from '@faceward/spec'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFfmpegCapture } from './ffmpeg-capture.js'

const isHere = spawnSync('ffmpeg', ['-version']).status === 0
const isRequired = process.env['FACEWARD_REQUIRE_FFMPEG'] === '1'
if (!isHere)
  process.emitWarning('ffmpeg is not installed: the tests of capture-monocular with it are left out.')

const state = { folder: '', video: '' }

/** Ten frames of 64 x 48 at 10 a second, each a grey of its own. */
beforeAll(async () => {
  state.folder = await mkdtemp(join(tmpdir(), 'faceward-ffmpeg-'))
  state.video = join(state.folder, 'clip.mkv')
  if (!isHere) return
  const source = 'color=black:s=64x48:r=10:d=1,geq=lum=20*N+20:cb=128:cr=128'
  execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', source, '-c:v', 'ffv1', state.video])
})
afterAll(() => rm(state.folder, { recursive: true, force: true }))

const file = (path: string, more: object = {}) =>
  createFfmpegCapture({ input: { kind: 'file', path }, resolution: { width: 64, height: 48 }, ...more })

async function all(session: CaptureSession): Promise<Frame[]> {
  const frames: Frame[] = []
  for await (const frame of session) frames.push(frame)
  return frames
}

/** Processes of ffmpeg that this one has. */
async function children(): Promise<number> {
  const names = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name))
  const stats = await Promise.all(names.map((name) => readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')))
  return stats.filter((text) => text.includes('(ffmpeg)') && text.includes(` ${process.pid} `)).length
}

describe('createFfmpegCapture', () => {
  it('has ffmpeg where it is required', () => {
    expect(isHere || !isRequired).toBe(true)
  })

  it('says how to install what is missing', async () => {
    const session = await file('x.mkv', { ffmpegPath: '/nowhere/ffmpeg' }).open()
    await expect(all(session)).rejects.toMatchObject({
      code: 'library-missing',
      message: expect.stringMatching(/install/i),
    })
  })

  it('refuses options it does not know or cannot use', () => {
    expect(() => file('x', { fps: 3 })).toThrow(/fps/)
    expect(() => file('')).toThrow(/input/)
    expect(() => file('x', { framesPerSecond: Number.NaN })).toThrow(/framesPerSecond/)
  })

  describe.skipIf(!isHere)('with ffmpeg', () => {
    describeConformance(
      { describe, it },
      'conforms',
      captureProviderCases({
        createProvider: () => file(state.video),
        kind: 'stream',
        recorded: true,
        createUnavailable: () => file(join(state.folder, 'absent.mkv')),
        isReleased: async () => (await children()) === 0,
      }),
    )

    it("gives every frame of a file in order, with the file's own times, marked as recorded", async () => {
      const frames = await all(await file(state.video).open())
      expect(frames.map(({ sequence }) => sequence)).toEqual([...Array(10).keys()])
      expect(frames.map(({ timestampMs }) => Math.round(timestampMs))).toEqual(
        Array.from({ length: 10 }, (_, i) => 100 * i),
      )
      expect(frames[0]?.source).toEqual({ id: 'ffmpeg', kind: 'stream', recorded: true })
      const greys = frames.map(({ image }) => image.data[64 * 24 * 3 + 96]!)
      expect(greys).toEqual([...greys].sort((a, b) => a - b))
      expect(new Set(greys).size).toBe(10)
      expect(frames[0]?.image).toMatchObject({ width: 64, height: 48, format: 'rgb8' })
      expect(frames.every(({ depth }) => depth === undefined)).toBe(true)
    })

    it('letterboxes to the size that was asked for', async () => {
      const frame = (await all(await file(state.video, { resolution: { width: 96, height: 96 } }).open())).at(
        -1,
      )
      expect(frame?.image.data).toHaveLength(96 * 96 * 3)
      expect(frame?.image.data[0]).toBe(0)
      expect(frame?.image.data[(96 * 48 + 48) * 3]).toBeGreaterThan(100)
    })

    it('leaves no process behind: leaving the loop, closing, aborting', async () => {
      for await (const _ of await file(state.video).open()) break
      const closed = await file(state.video).open()
      await closed.close()
      await closed.close()
      const abort = new AbortController()
      const aborted = await file(state.video).open({ signal: abort.signal })
      const reading = all(aborted)
      abort.abort(new Error('enough'))
      await expect(reading).rejects.toThrow('enough')
      await aborted.close()
      expect(await children()).toBe(0)
    })

    it.each([
      ['device-unavailable', async () => join(state.folder, 'absent.mkv')],
      ['malformed-recording', async () => written('broken.mkv', 'no video at all')],
      ['malformed-recording', async () => written('list.m3u8', '#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n')],
      ['malformed-recording', async () => written('list.txt', 'ffconcat version 1.0\nfile clip.mkv\n')],
    ])('says %s', async (code, path) => {
      await expect(all(await file(await path()).open())).rejects.toMatchObject({ code })
    })

    it('drops what a slow consumer of a camera has no time for, and gives the newest frame with its own time', async () => {
      const camera = createFfmpegCapture({
        input: { kind: 'camera', device: '/dev/video0' },
        resolution: { width: 64, height: 48 },
        ffmpegPath: await fakeCamera(),
      })
      const frames: Frame[] = []
      let gaps = 0
      for await (const frame of await camera.open()) {
        gaps += frame.sequence - (frames.at(-1)?.sequence ?? frame.sequence) > 1 ? 1 : 0
        frames.push(frame)
        if (gaps === 3) break
        // On a busy machine the camera may be as slow as its reader, now and then.
        await new Promise((resolve) => setTimeout(resolve, 200))
      }
      expect(gaps).toBe(3)
      for (const { sequence, timestampMs, image, source } of frames) {
        expect(timestampMs).toBeCloseTo(20 * sequence, 0)
        expect(Math.abs(image.data[0]! - ((4 * sequence) % 256))).toBeLessThan(4)
        expect(source).toEqual({ id: 'ffmpeg', kind: 'stream' })
      }
      expect(await children()).toBe(0)
    })

    it('says that a camera is absent', async () => {
      const camera = createFfmpegCapture({ input: { kind: 'camera', device: '/dev/video-none' } })
      await expect(all(await camera.open())).rejects.toMatchObject({ code: 'device-unavailable' })
    })
  })
})

/** ffmpeg itself, with 50 pictures a second of growing grey in place of the camera it is asked for. */
async function fakeCamera(): Promise<string> {
  const source = "color=black:s=64x48:r=50,format=gray,geq=lum='mod(4*N,256)'"
  const path = await written(
    'camera.sh',
    `#!/bin/sh\nwhile [ "$1" != -i ]; do shift; done\nshift 2\nexec ffmpeg -nostdin -re -f lavfi -i "${source}" "$@"\n`,
  )
  await chmod(path, 0o755)
  return path
}

async function written(name: string, text: string): Promise<string> {
  const path = join(state.folder, name)
  await writeFile(path, text)
  return path
}
