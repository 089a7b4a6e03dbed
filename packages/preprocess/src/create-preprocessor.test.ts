import {
  applySimilarity,
  fivePointsFromMesh,
  MESH_POINT_COUNT,
  type SimilarityTransform,
} from '@faceward/imaging'
import {
  ConfigurationError,
  DisposedError,
  type FaceDetection,
  type FaceDetector,
  type FaceMesh,
  type Frame,
  type Image,
  type LandmarkModel,
  SPECIFICATION_VERSION,
} from '@faceward/spec'
import { describe, expect, test } from 'vitest'
import { createPreprocessor } from './create-preprocessor.js'
import { meshToImage } from './landmarks/face-mesh-model.js'
import type { PreprocessorOptions } from './preprocessor-options.js'

// The whole path on real networks is in rendered-people.test.ts; here the parts say what the case needs.
const noise: Image = {
  width: 400,
  height: 300,
  format: 'gray8',
  data: Uint8Array.from(
    { length: 400 * 300 },
    (_, index) => 90 + ((Math.imul(index, 2654435761) >>> 24) % 80),
  ),
}

function frameOf(image: Image): Frame {
  return { image, timestampMs: 0, sequence: 0, source: { id: 'test', kind: 'still' } }
}

/** A level, straight face: eyes 60 apart about (200, 140). */
const face: FaceDetection = {
  box: { x: 130, y: 80, width: 140, height: 150 },
  score: 0.9,
  rightEye: { x: 170, y: 140 },
  leftEye: { x: 230, y: 140 },
  fivePoints: {
    rightEye: { x: 170, y: 140 },
    leftEye: { x: 230, y: 140 },
    noseTip: { x: 200, y: 176 },
    mouthRight: { x: 175, y: 205 },
    mouthLeft: { x: 225, y: 205 },
  },
}

interface ScriptedDetector extends FaceDetector {
  disposed: boolean
}

function detectorOf(detections: readonly FaceDetection[]): ScriptedDetector {
  const detector: ScriptedDetector = {
    specificationVersion: SPECIFICATION_VERSION,
    id: 'scripted',
    disposed: false,
    detect: async () => detections,
    dispose: async () => {
      detector.disposed = true
    },
  }
  return detector
}

interface ScriptedLandmarks extends LandmarkModel {
  calls: number
}

/** Every point at the middle of the face, with a given presence. */
function landmarksOf(presence: number): ScriptedLandmarks {
  const model: ScriptedLandmarks = {
    specificationVersion: SPECIFICATION_VERSION,
    id: 'scripted-mesh',
    calls: 0,
    async locate() {
      model.calls++
      const points = new Float32Array(MESH_POINT_COUNT * 3)
      for (let index = 0; index < points.length; index += 3) points.set([200, 150, 0], index)
      return { points, presence }
    },
    dispose: async () => {},
  }
  return model
}

async function codesOf(options: PreprocessorOptions, image = noise): Promise<readonly string[]> {
  const result = await createPreprocessor(options).process(frameOf(image))
  return result.status === 'refused' ? result.reasons.map(({ code }) => code) : ['usable']
}

test('a good face becomes a sample that holds its frame, points, pose, quality and alignment', async () => {
  const frame = frameOf(noise)
  const result = await createPreprocessor({ detector: detectorOf([face]) }).process(frame)
  if (result.status !== 'usable') throw new Error(JSON.stringify(result.reasons))
  const { sample } = result
  expect(sample.frame).toBe(frame)
  expect(sample).toMatchObject({ box: face.box, detectionScore: 0.9, fivePoints: face.fivePoints })
  expect(sample.mesh).toBeUndefined()
  expect(sample.aligned).toMatchObject({ width: 112, height: 112, format: 'rgb8' })
  expect(sample.quality.interocularPixels).toBe(60)
  expect(sample.quality.overall).toBeGreaterThan(0.5)
  expect(Math.abs(sample.pose.yawDegrees)).toBeLessThan(1)
})

describe('refusals', () => {
  const shifted = (x: number, scale = 1): FaceDetection => {
    const t: SimilarityTransform = { a: scale, b: 0, tx: x, ty: 0 }
    const at = (p: { x: number; y: number }) => applySimilarity(t, p)
    const points = Object.fromEntries(Object.entries(face.fivePoints!).map(([name, p]) => [name, at(p)]))
    const fivePoints = points as unknown as NonNullable<FaceDetection['fivePoints']>
    const { width, height } = face.box
    return {
      ...face,
      box: { ...at(face.box), width: width * scale, height: height * scale },
      rightEye: fivePoints.rightEye,
      leftEye: fivePoints.leftEye,
      fivePoints,
    }
  }

  test('no face, several faces', async () => {
    expect(await codesOf({ detector: detectorOf([]) })).toEqual(['no_face'])
    expect(await codesOf({ detector: detectorOf([face, face]) })).toEqual(['multiple_faces'])
    const passerBy = shifted(10, 0.3)
    const options = { detector: detectorOf([face, passerBy]), whichFace: 'clear-main-face' as const }
    expect(await codesOf(options)).toEqual(['usable'])
  })

  test('a face of 20 pixels is too small, and no mesh is computed for it', async () => {
    const landmarks = landmarksOf(1)
    expect(await codesOf({ detector: detectorOf([shifted(0, 20 / 150)]), landmarks })).toEqual([
      'face_too_small',
    ])
    expect(landmarks.calls).toBe(0)
  })

  test('what the landmark model takes for no face is none', async () => {
    expect(await codesOf({ detector: detectorOf([face]), landmarks: landmarksOf(0.1) })).toEqual(['no_face'])
  })

  test('a face over the edge is cut off', async () => {
    expect(await codesOf({ detector: detectorOf([shifted(-160)]) })).toContain('face_cut_off')
  })

  test('dark, bright and blurred pictures', async () => {
    const flat = (value: number): Image => ({ ...noise, data: new Uint8Array(400 * 300).fill(value) })
    expect(await codesOf({ detector: detectorOf([face]) }, flat(10))).toEqual(['too_dark'])
    expect(await codesOf({ detector: detectorOf([face]) }, flat(254))).toEqual(['too_bright'])
    const data = Uint8Array.from({ length: 400 * 300 }, (_, index) => 30 + ((index % 400) + index / 400) / 4)
    expect(await codesOf({ detector: detectorOf([face]) }, { ...noise, data })).toEqual(['too_blurred'])
  })

  test('limits move them', async () => {
    const limits = { minimumInterocularPixels: 61 }
    expect(await codesOf({ detector: detectorOf([face]), limits })).toEqual(['face_too_small'])
  })

  test('every message is a sentence that says what to do', async () => {
    const results = await Promise.all([
      createPreprocessor({ detector: detectorOf([]) }).process(frameOf(noise)),
      createPreprocessor({ detector: detectorOf([face, face]) }).process(frameOf(noise)),
      createPreprocessor({ detector: detectorOf([shifted(-160)]) }).process(frameOf(noise)),
    ])
    for (const result of results) {
      if (result.status !== 'refused') throw new Error('expected a refusal')
      for (const { message } of result.reasons) expect(message).toMatch(/^[A-Z].*\.$/)
    }
  })
})

describe('what is wrong with the composition is thrown', () => {
  test('unknown keys and limits out of range, by name', () => {
    const detector = detectorOf([])
    const wrong = [
      { detector, ...{ limit: {} } },
      { detector, limits: { minimumSharpnes: 1 } as never },
      { detector, limits: { maximumYawDegrees: Number.NaN } },
      { detector, limits: { minimumBrightness: 220 } },
      { detector, whichFace: 'largest' as never },
    ]
    for (const options of wrong) expect(() => createPreprocessor(options)).toThrow(ConfigurationError)
    expect(() => createPreprocessor(wrong[1]!)).toThrow(/minimumSharpnes: not an option/)
  })

  test('a detector without five points and no landmark model', async () => {
    const { fivePoints: _, ...withoutPoints } = face
    const preprocessor = createPreprocessor({ detector: detectorOf([withoutPoints]) })
    await expect(preprocessor.process(frameOf(noise))).rejects.toThrow(
      expect.objectContaining({ code: 'incompatible-composition' }),
    )
  })

  test('an abort, and a call after dispose; dispose reaches the parts', async () => {
    const detector = detectorOf([face])
    const preprocessor = createPreprocessor({ detector })
    const reason = new Error('enough')
    const aborted = preprocessor.process(frameOf(noise), { signal: AbortSignal.abort(reason) })
    await expect(aborted).rejects.toBe(reason)
    await preprocessor.dispose()
    expect(detector.disposed).toBe(true)
    await expect(preprocessor.process(frameOf(noise))).rejects.toThrow(DisposedError)
  })
})

test('mesh points come back to the image, depth on the same scale', () => {
  const cut: SimilarityTransform = { a: 0, b: 2, tx: 100, ty: 50 }
  expect([...meshToImage(Float32Array.of(3, 4, -5), cut)]).toEqual([100 - 8, 50 + 6, -10])
})

test('the mesh, where there is one, gives the five points', async () => {
  const detector = detectorOf([face])
  const points = new Float32Array(MESH_POINT_COUNT * 3)
  for (let index = 0; index < MESH_POINT_COUNT; index++) {
    points.set([150 + ((index * 37) % 100), 100 + ((index * 53) % 100), 0], index * 3)
  }
  const mesh: FaceMesh = { points, presence: 1 }
  const landmarks = { ...landmarksOf(1), locate: async () => mesh }
  const limits = {
    maximumYawDegrees: 180,
    maximumPitchDegrees: 180,
    maximumRollDegrees: 180,
    minimumInterocularPixels: 0,
  }
  const result = await createPreprocessor({ detector, landmarks, limits }).process(frameOf(noise))
  expect(result).toMatchObject({ status: 'usable', sample: { mesh, fivePoints: fivePointsFromMesh(mesh) } })
})
