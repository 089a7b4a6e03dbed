// The whole path on the default networks and rendered people, whose truth is known.
import {
  createSimulatedPerson,
  type GroundTruth,
  renderFrame,
  type SceneOptions,
  type SimulatedPerson,
} from '@faceward/capture-simulated'
import { resizeImage, squareTransform, warpImage } from '@faceward/imaging'
import { createNodeBackend } from '@faceward/inference-node'
import { DEFAULT_MODELS, loadDefaultModel } from '@faceward/model-pack'
import type { FaceDetector, FaceSample, Frame, Image, LandmarkModel } from '@faceward/spec'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createPreprocessor } from './create-preprocessor.js'
import { createBlazeFaceDetector } from './detection/blazeface-detector.js'
import { createFaceMeshModel } from './landmarks/face-mesh-model.js'
import type { WhichFace } from './selection/choose-face.js'

const CAMERA = { width: 320, height: 240 }

interface Parts {
  readonly detector: FaceDetector
  readonly landmarks: LandmarkModel
}

const loaded: { parts?: Parts } = {}
const people = new Map<number, SimulatedPerson>()
const rendered = new Map<string, { readonly frame: Frame; readonly truth: GroundTruth }>()

beforeAll(async () => {
  const backend = createNodeBackend()
  const load = async (name: 'detector' | 'mesh') => ({
    session: await backend.load(await loadDefaultModel(DEFAULT_MODELS[name])),
    manifest: DEFAULT_MODELS[name],
  })
  loaded.parts = {
    detector: createBlazeFaceDetector(await load('detector')),
    landmarks: createFaceMeshModel(await load('mesh')),
  }
})

afterAll(async () => {
  await Promise.all([loaded.parts?.detector.dispose(), loaded.parts?.landmarks.dispose()])
})

function person(seed: number, scene: SceneOptions = {}) {
  const somebody = people.get(seed) ?? createSimulatedPerson({ seed })
  people.set(seed, somebody)
  const key = JSON.stringify([seed, scene])
  const picture = rendered.get(key) ?? renderFrame(somebody, { camera: CAMERA, ...scene })
  rendered.set(key, picture)
  return picture
}

async function process(image: Image, whichFace: WhichFace = 'refuse-several') {
  const frame: Frame = { image, timestampMs: 0, sequence: 0, source: { id: 'test', kind: 'still' } }
  return createPreprocessor({ ...loaded.parts!, whichFace }).process(frame)
}

async function sampleOf(image: Image, whichFace?: WhichFace): Promise<FaceSample> {
  const result = await process(image, whichFace)
  if (result.status === 'refused') throw new Error(result.reasons.map(({ code }) => code).join())
  return result.sample
}

async function codesOf(image: Image, whichFace?: WhichFace): Promise<readonly string[]> {
  const result = await process(image, whichFace)
  return result.status === 'refused' ? result.reasons.map(({ code }) => code) : ['usable']
}

/** Pictures laid on a grey canvas, each at its place and size. */
function collage(
  width: number,
  height: number,
  pictures: readonly { image: Image; x: number; y: number; width: number }[],
): Image {
  const data = new Uint8Array(width * height * 3).fill(120)
  for (const { image, x, y, width: wide } of pictures) {
    const tall = Math.round((image.height * wide) / image.width)
    const part = resizeImage(image, { width: wide, height: tall })
    for (let row = 0; row < tall; row++) {
      data.set(part.data.subarray(row * wide * 3, (row + 1) * wide * 3), ((y + row) * width + x) * 3)
    }
  }
  return { width, height, format: 'rgb8', data }
}

function changed(image: Image, change: (value: number) => number): Image {
  return { ...image, data: image.data.map((value) => Math.min(255, Math.max(0, change(value)))) }
}

describe('a rendered person becomes a sample', () => {
  test.each([3, 4])('with eyes and mouth where they are, on the right sides (seed %i)', async (seed) => {
    const { frame, truth } = person(seed)
    const sample = await sampleOf(frame.image)
    const { fivePoints, quality, mesh } = sample
    const interocular = Math.hypot(
      truth.fivePoints.leftEye.x - truth.fivePoints.rightEye.x,
      truth.fivePoints.leftEye.y - truth.fivePoints.rightEye.y,
    )
    const error = (name: keyof typeof fivePoints): number =>
      Math.hypot(fivePoints[name].x - truth.fivePoints[name].x, fivePoints[name].y - truth.fivePoints[name].y)
    expect(error('rightEye') / interocular).toBeLessThan(0.08)
    expect(error('leftEye') / interocular).toBeLessThan(0.08)
    expect(error('mouthRight') / interocular).toBeLessThan(0.15)
    expect(error('mouthLeft') / interocular).toBeLessThan(0.15)
    expect(Math.abs(quality.interocularPixels / interocular - 1)).toBeLessThan(0.08)
    expect(mesh!.presence).toBeGreaterThan(0.9)
    expect(sample.detectionScore).toBeGreaterThan(0.6)
    // Finding the aligned crop again: the eyes stand where the template has them.
    const canvas = { width: 224, height: 224 }
    const around = squareTransform({ x: 56, y: 56 }, 224, 0, canvas)
    const again = await sampleOf(warpImage(sample.aligned, around, canvas, { border: 'clamp' }))
    expect(Math.abs(again.fivePoints.rightEye.x - 56 - 38.3)).toBeLessThan(6)
    expect(Math.abs(again.fivePoints.leftEye.y - 56 - 51.5)).toBeLessThan(6)
  })

  test.each([
    ['yawDegrees', 25],
    ['yawDegrees', -25],
    ['rollDegrees', 18],
  ] as const)('with its pose: %s %i', async (angle, degrees) => {
    const { pose } = await sampleOf(person(4, { pose: { [angle]: degrees } }).frame.image)
    expect(Math.abs(pose[angle] - degrees)).toBeLessThan(6)
  })

  test('whose pitch follows the head, up and down', async () => {
    const [down, level, up] = await Promise.all(
      [-20, 0, 20].map(
        async (pitchDegrees) =>
          (await sampleOf(person(4, { pose: { pitchDegrees } }).frame.image)).pose.pitchDegrees,
      ),
    )
    expect(up! - level!).toBeGreaterThan(9)
    expect(level! - down!).toBeGreaterThan(9)
    expect(Math.abs(level!)).toBeLessThan(12)
  })

  test('also in gray8 and rgba8', async () => {
    const { image } = person(4).frame
    const pixels = image.width * image.height
    const rgba = new Uint8Array(pixels * 4).fill(255)
    const gray = new Uint8Array(pixels)
    for (let index = 0; index < pixels; index++) {
      rgba.set(image.data.subarray(index * 3, index * 3 + 3), index * 4)
      gray[index] = image.data[index * 3 + 1]!
    }
    const color = await sampleOf(image)
    const fromRgba = await sampleOf({ ...image, format: 'rgba8', data: rgba })
    expect(fromRgba.box).toEqual(color.box)
    expect(fromRgba.aligned).toEqual(color.aligned)
    expect((await sampleOf({ ...image, format: 'gray8', data: gray })).detectionScore).toBeGreaterThan(0.5)
  })

  test('when it is small in a large picture, found by a closer look', async () => {
    const { image } = person(4).frame
    const sample = await sampleOf(collage(2000, 1500, [{ image, x: 1300, y: 900, width: 240 }]))
    expect(sample.box.x).toBeGreaterThan(1300)
    expect(sample.quality.interocularPixels).toBeGreaterThan(24)
  })
})

describe('what a person can mend is refused with its reason', () => {
  test('an empty room', async () => {
    expect(await codesOf(collage(320, 240, []))).toEqual(['no_face'])
  })

  test('two people side by side, whoever is asked for', async () => {
    const two = collage(640, 240, [
      { image: person(3).frame.image, x: 0, y: 0, width: 320 },
      { image: person(4).frame.image, x: 320, y: 0, width: 320 },
    ])
    expect(await codesOf(two)).toEqual(['multiple_faces'])
    expect(await codesOf(two, 'clear-main-face')).toEqual(['multiple_faces'])
  })

  test('somebody in the background, unless the main face is asked for', async () => {
    const passerBy = collage(440, 240, [
      { image: person(4).frame.image, x: 0, y: 0, width: 320 },
      { image: person(3).frame.image, x: 325, y: 100, width: 110 },
    ])
    expect(await codesOf(passerBy)).toEqual(['multiple_faces'])
    const { box } = await sampleOf(passerBy, 'clear-main-face')
    expect(box.x + box.width).toBeLessThan(320)
  })

  test('a face of 20 pixels', async () => {
    const { frame, truth } = person(4)
    const faceSide = 2.5 * (truth.fivePoints.leftEye.x - truth.fivePoints.rightEye.x)
    const width = Math.round((320 * 20) / faceSide)
    const tiny = collage(320, 240, [{ image: frame.image, x: 120, y: 80, width }])
    expect(await codesOf(tiny)).toEqual(['face_too_small'])
  })

  test('a face half outside', async () => {
    const { image } = person(4).frame
    const half = warpImage(image, { a: 1, b: 0, tx: 160, ty: 0 }, { width: 160, height: 240 })
    for (const code of await codesOf(half))
      expect(['face_cut_off', 'no_face', 'turned_too_far']).toContain(code)
    const chinless = warpImage(image, { a: 1, b: 0, tx: 0, ty: 0 }, { width: 320, height: 140 })
    expect(await codesOf(chinless)).toEqual(expect.arrayContaining(['face_cut_off']))
  })

  test('dark, overexposed and blurred pictures', async () => {
    const { image } = person(4).frame
    expect(await codesOf(changed(image, (value) => value * 0.2))).toEqual(['too_dark'])
    expect(await codesOf(changed(image, (value) => 150 + value * 0.6))).toContain('too_bright')
    const blurred = resizeImage(resizeImage(image, { width: 32, height: 24 }), CAMERA)
    expect(await codesOf(blurred)).toContain('too_blurred')
  })

  test('a face turned far aside', async () => {
    expect(await codesOf(person(4, { pose: { yawDegrees: 62 } }).frame.image)).toEqual(['turned_too_far'])
  })
})
