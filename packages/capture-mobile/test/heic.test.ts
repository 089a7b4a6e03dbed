import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Frame } from '@faceward/spec'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHeicCapture } from '../src/node/index.js'

const state = { folder: '' }
beforeAll(async () => {
  state.folder = await mkdtemp(join(tmpdir(), 'faceward-heic-'))
})
afterAll(() => rm(state.folder, { recursive: true, force: true }))

const golden = (name: string) => fileURLToPath(new URL(`__goldens__/${name}.heic`, import.meta.url))

async function frameOf(path: string): Promise<Frame> {
  const frames: Frame[] = []
  for await (const frame of await createHeicCapture({ path }).open()) frames.push(frame)
  expect(frames).toHaveLength(1)
  return frames[0]!
}

// Made by goldens/make-heic-goldens of the lab with ffmpeg: 64 x 48, red beside blue, counts 4 * x, disparity 1.5 to 4.
const metresAt = (count: number) => Math.fround(1 / (1.5 + (count / 255) * 2.5))

describe('createHeicCapture', () => {
  it('gives picture and depth of a photograph, as estimated where Apple says relative', async () => {
    const { image, depth, source } = await frameOf(golden('landscape'))
    expect(source).toEqual({ id: 'heic', kind: 'still', recorded: true })
    expect(image).toMatchObject({ width: 64, height: 48, format: 'rgb8' })
    const pixel = (x: number) => [...image.data.subarray(3 * (64 * 20 + x), 3 * (64 * 20 + x) + 3)]
    expect(pixel(5)[0]).toBeGreaterThan(150)
    expect(pixel(60)[2]).toBeGreaterThan(150)
    expect(depth!.data).toEqual(Float32Array.from({ length: 64 * 48 }, (_, i) => metresAt(4 * (i % 64))))
    expect(depth).toMatchObject({
      width: 64,
      height: 48,
      registeredToColor: true,
      intrinsics: { width: 64, height: 48, focalX: 50, focalY: 51, principalX: 30, principalY: 25 },
      provenance: { kind: 'estimated', accuracy: 'relative', trust: 'declared', recorded: true },
    })
  })

  it('turns picture, depth and camera of a phone that was held upright', async () => {
    const { image, depth } = await frameOf(golden('portrait'))
    expect(image).toMatchObject({ width: 48, height: 64 })
    expect(depth).toMatchObject({
      width: 48,
      height: 64,
      intrinsics: { width: 48, height: 64, focalX: 51, focalY: 50, principalX: 23, principalY: 30 },
    })
    // What was left is up.
    const expected = Float32Array.from({ length: 64 * 48 }, (_, i) => metresAt(4 * Math.floor(i / 48)))
    expect(depth!.data).toEqual(expected)
  })

  it('measures in depth that Apple calls absolute', async () => {
    const bytes = await readFile(golden('landscape'))
    // Of equal length, so that nothing in the file moves.
    bytes.write('absolute', bytes.indexOf('relative', 0, 'latin1'), 'latin1')
    const path = join(state.folder, 'absolute.heic')
    await writeFile(path, bytes)
    const { depth } = await frameOf(path)
    expect(depth?.provenance).toMatchObject({ kind: 'sensed', accuracy: 'absolute', recorded: true })
  })

  it('reads any broken file to a frame or a typed error', async () => {
    const whole = await readFile(golden('portrait'))
    const path = join(state.folder, 'broken.heic')
    const edits = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(edits, fc.nat(whole.length), async (changes, length) => {
        const changed = Buffer.from(length % 4 === 0 ? whole.subarray(0, length) : whole)
        for (const [at, value] of changes) if (at < changed.length) changed[at] = value
        await writeFile(path, changed)
        try {
          await frameOf(path)
        } catch (error) {
          expect(error).toMatchObject({ name: 'CaptureError' })
        }
      }),
      { numRuns: 60 },
    )
  })

  it('says what is wrong with a path', async () => {
    await expect(frameOf(join(state.folder, 'absent.heic'))).rejects.toMatchObject({
      code: 'device-unavailable',
    })
  })
})
