import {
  ConfigurationError,
  DisposedError,
  InferenceError,
  ModelLoadError,
  type ModelManifest,
} from '@faceward/spec'
import { describe, expect, test } from 'vitest'
import { brightSquareSession, type Sighting } from '../../test/bright-square-session.js'
import { pictureWith } from '../../test/picture.js'
import { createBlazeFaceDetector } from './blazeface-detector.js'

const manifest: ModelManifest = {
  id: 'bright-square',
  task: 'face-detection',
  description: 'Finds the bright square.',
  file: { sha256: '', bytes: 0 },
  origin: { kind: 'built' },
  license: { spdx: 'MIT', commercialUse: true, attribution: 'faceward' },
  input: {
    width: 256,
    height: 256,
    layout: 'nchw',
    colorOrder: 'rgb',
    mean: [127.5, 127.5, 127.5],
    std: [127.5, 127.5, 127.5],
    name: 'input',
  },
  outputs: { scores16: 's16', boxes16: 'b16', scores32: 's32', boxes32: 'b32' },
}

/** Says what BlazeFace would of a square it can see: one that is at least `smallest` pixels of the input. */
function session(smallest = 4): ReturnType<typeof brightSquareSession> {
  return brightSquareSession({
    inputName: 'input',
    outputNames: ['s16', 'b16', 's32', 'b32'],
    threshold: 0,
    answer: ({ bounds, side }: Sighting) => {
      const s16 = new Float32Array(512).fill(-9)
      const b16 = new Float32Array(512 * 16)
      if (bounds && bounds.width >= smallest) {
        const x = bounds.x + bounds.width / 2
        const y = bounds.y + bounds.height / 2
        const cells = side / 16
        const column = Math.min(cells - 1, Math.floor(x / 16))
        const row = Math.min(cells - 1, Math.floor(y / 16))
        const anchor = (row * cells + column) * 2
        const dx = x - (column + 0.5) * 16
        const dy = y - (row + 0.5) * 16
        const eye = bounds.width / 4
        s16[anchor] = 3
        b16.set([dx, dy, bounds.width, bounds.height, dx - eye, dy, dx + eye, dy], anchor * 16)
      }
      return { s16, b16, s32: new Float32Array(384).fill(-9), b32: new Float32Array(384 * 16) }
    },
  })
}

describe('where faces are reported', () => {
  test.each([
    ['a landscape picture', { width: 640, height: 480 }, { x: 400, y: 100, width: 160, height: 160 }],
    ['a portrait picture', { width: 300, height: 700 }, { x: 20, y: 480, width: 210, height: 210 }],
    ['a picture smaller than the input', { width: 120, height: 90 }, { x: 30, y: 20, width: 50, height: 50 }],
  ])('%s', async (_, { width, height }, box) => {
    const detector = createBlazeFaceDetector({ session: session(), manifest })
    const [face, ...others] = await detector.detect(pictureWith(width, height, box))
    expect(others).toEqual([])
    // The stand-in sees whole pixels of its input.
    const tolerance = (1.5 * Math.max(width, height)) / 256
    expect(Math.abs(face!.box.x - box.x)).toBeLessThan(tolerance)
    expect(Math.abs(face!.box.y - box.y)).toBeLessThan(tolerance)
    expect(Math.abs(face!.box.width - box.width)).toBeLessThan(2 * tolerance)
    expect(face!.score).toBeCloseTo(1 / (1 + Math.exp(-3)), 6)
    expect(face!.rightEye.x).toBeLessThan(face!.leftEye.x)
    expect(Math.abs(face!.rightEye.y - (box.y + box.height / 2))).toBeLessThan(tolerance)
  })

  test('nothing to see is an empty list', async () => {
    const detector = createBlazeFaceDetector({ session: session(), manifest })
    expect(await detector.detect(pictureWith(200, 200))).toEqual([])
  })
})

describe('small faces in large pictures', () => {
  const small = { x: 1400, y: 900, width: 90, height: 90 }
  const large = pictureWith(2000, 1500, small)

  test('a second, closer look sharpens the box', async () => {
    const seen = session()
    const [face] = await createBlazeFaceDetector({ session: seen, manifest }).detect(large)
    expect(seen.sightings).toHaveLength(2)
    expect(Math.abs(face!.box.x - small.x)).toBeLessThan(2)
    expect(Math.abs(face!.box.width - small.width)).toBeLessThan(3)
  })

  test('without it, the box is as coarse as the pass', async () => {
    const seen = session()
    await createBlazeFaceDetector({ session: seen, manifest, refine: { below: 0 } }).detect(large)
    expect(seen.sightings).toHaveLength(1)
  })

  test('what is no face on a closer look is dropped', async () => {
    const seen = session()
    const onlyFromAfar = {
      ...seen,
      run: (...feeds: Parameters<typeof seen.run>) =>
        (seen.sightings.length === 0 ? seen : session(1000)).run(...feeds),
    }
    const options = { session: onlyFromAfar, manifest, search: { levels: 0 } }
    expect(await createBlazeFaceDetector(options).detect(large)).toEqual([])
  })

  test('a face that is too small for the whole picture is found in a part of it', async () => {
    const blind = session(20)
    const [face] = await createBlazeFaceDetector({ session: blind, manifest }).detect(large)
    expect(Math.abs(face!.box.x - small.x)).toBeLessThan(2)
    expect(
      await createBlazeFaceDetector({ session: blind, manifest, search: { levels: 0 } }).detect(large),
    ).toEqual([])
  })

  test('a picture without a face costs a bounded number of passes', async () => {
    const seen = session()
    await createBlazeFaceDetector({ session: seen, manifest }).detect(pictureWith(2000, 1500))
    expect(seen.sightings.length).toBeLessThanOrEqual(1 + 9 + 25)
  })

  test('a small picture is not searched in parts that would only enlarge it', async () => {
    const seen = session()
    await createBlazeFaceDetector({ session: seen, manifest }).detect(pictureWith(320, 240))
    expect(seen.sightings).toHaveLength(1)
  })
})

describe('what does not work is said', () => {
  test('options', () => {
    const options = { session: session(), manifest }
    expect(() => createBlazeFaceDetector({ ...options, minimumScore: 2 })).toThrow(ConfigurationError)
    expect(() => createBlazeFaceDetector({ ...options, refine: { margin: 0 } })).toThrow(ConfigurationError)
    expect(() => createBlazeFaceDetector({ ...options, ...{ threshold: 1 } })).toThrow(
      /threshold: not an option/,
    )
  })

  test('a manifest of another task, or one that does not name the outputs', () => {
    const wrong = [
      { ...manifest, task: 'face-mesh' as const },
      { ...manifest, outputs: { ...manifest.outputs, boxes32: 'gone' } },
    ]
    for (const bad of wrong) {
      expect(() => createBlazeFaceDetector({ session: session(), manifest: bad })).toThrow(ModelLoadError)
    }
  })

  test('outputs of another shape', async () => {
    const broken = {
      ...session(),
      run: async () => ({ s16: { type: 'float32', dims: [1], data: new Float32Array(1) } }),
    }
    const detector = createBlazeFaceDetector({ session: broken as never, manifest })
    await expect(detector.detect(pictureWith(9, 9))).rejects.toThrow(InferenceError)
  })

  test('an abort, and a call after dispose', async () => {
    const detector = createBlazeFaceDetector({ session: session(), manifest })
    const reason = new Error('enough')
    await expect(detector.detect(pictureWith(9, 9), { signal: AbortSignal.abort(reason) })).rejects.toBe(
      reason,
    )
    await detector.dispose()
    await expect(detector.detect(pictureWith(9, 9))).rejects.toThrow(DisposedError)
  })
})
