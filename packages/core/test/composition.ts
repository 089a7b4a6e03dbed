import { createCalibratedComparator, createGatedPolicy, createWeightedFusion } from '@faceward/fusion'
import {
  type Calibration,
  type CueResult,
  type Embedder,
  type EngineEvent,
  type FaceSample,
  type Frame,
  type LivenessAssessment,
  type LivenessDetector,
  type Preprocessor,
  type ReasonCode,
  SPECIFICATION_VERSION,
  type TemplateStore,
} from '@faceward/spec'
import { createMemoryStore } from '@faceward/storage-memory'
import { createKeyring, createSecretboxCipher } from '@faceward/template-cipher'
import type { EngineParts } from '../src/index.js'

/** What a scripted frame shows; core sees it only through the stage interfaces. */
export interface Scene {
  /** A direction in the plane stands for a face: angles near each other look alike. */
  readonly angle?: number
  readonly refused?: ReasonCode
  readonly liveness?: number
  readonly depthAngle?: number
  /** Default `still`. */
  readonly kind?: 'still' | 'stream'
  /** Default 0.8. */
  readonly quality?: number
  /** Which picture it is: scenes of one number have the same pixels. Default: a new one. */
  readonly picture?: number
}

const scenes = new WeakMap<Frame, Scene>()
const pictures = { made: 0 }
const v1 = { specificationVersion: SPECIFICATION_VERSION } as const

/** A frame of a scripted scene. */
export function frame(scene: Scene = {}): Frame {
  const number = scene.picture ?? 1_000_000 + pictures.made++
  const pixels = [0, 8, 16, 24].map((shift) => number >>> shift)
  const image = { width: 2, height: 2, format: 'gray8', data: Uint8Array.from(pixels) } as const
  const source = { id: 'script', kind: scene.kind ?? 'still' } as const
  const made: Frame = { image, timestampMs: 0, sequence: 0, source }
  scenes.set(made, scene)
  return made
}

const sceneOf = (sample: FaceSample) => scenes.get(sample.frame) as Scene

/** Similarity 0.85 at cosine 0.85 and 0.45 at cosine 0.65; it states no rate. */
export const calibration: Calibration = {
  kind: 'logistic',
  slope: 9.676,
  midpoint: 0.6707,
  operatingPoints: [],
  provenance: {
    dataset: 'scripted',
    matedComparisons: 0,
    nonMatedComparisons: 0,
    subjects: 0,
    date: '2026-01-01',
    command: '-',
    pipeline: '-',
  },
}

const preprocessor: Preprocessor = {
  ...v1,
  id: 'scripted',
  async process(given) {
    const { refused } = scenes.get(given) as Scene
    if (refused !== undefined) return { status: 'refused', reasons: [{ code: refused, message: refused }] }
    const point = { x: 0, y: 0 }
    return {
      status: 'usable',
      sample: {
        frame: given,
        box: { x: 0, y: 0, width: 1, height: 1 },
        detectionScore: 1,
        fivePoints: { rightEye: point, leftEye: point, noseTip: point, mouthRight: point, mouthLeft: point },
        pose: { yawDegrees: 0, pitchDegrees: 0, rollDegrees: 0 },
        quality: {
          overall: (scenes.get(given) as Scene).quality ?? 0.8,
          sharpness: 1,
          brightness: 1,
          contrast: 1,
          interocularPixels: 1,
        },
        aligned: given.image,
      },
    }
  },
  async dispose() {},
}

/** Scores each frame by its scene; `overall` scripts the rest. A challenge is answered unless it is scripted. */
export function liveness(
  overall: Partial<Pick<LivenessAssessment, 'score' | 'vetoed' | 'motionScore' | 'reasons' | 'assurance'>> & {
    readonly challenge?: CueResult | 'no cue'
  } = {
    score: 0.95,
  },
): LivenessDetector {
  return {
    ...v1,
    id: 'scripted',
    async assess({ samples, challenge: asked }) {
      const { challenge = { status: 'scored', score: 0.95, evidence: {} }, ...rest } = overall
      const result: CueResult =
        overall.score === undefined
          ? { status: 'abstained', reason: 'stills_only' }
          : { status: 'scored', score: overall.score, evidence: {} }
      return {
        vetoed: false,
        reasons: [],
        assurance: overall.score === undefined ? 'none' : 'stills',
        ...rest,
        status: overall.score === undefined ? 'not_assessed' : 'scored',
        frameScores: samples.map((sample) => sceneOf(sample).liveness),
        cues: [
          { cueId: 'scripted', family: 'texture', result },
          ...(asked && challenge !== 'no cue'
            ? [{ cueId: 'challenge', family: 'challenge', result: challenge } as const]
            : []),
        ],
      }
    },
    async dispose() {},
  }
}

/** An embedder whose vectors are the scene's angle, so that cosine(a, b) = cos(a - b). */
export function embedder(overrides: Partial<Embedder> = {}): Embedder {
  const modality = overrides.modality ?? 'rgb'
  const modelId = overrides.modelId ?? `scripted-${modality}@1`
  const unit = (x: number, y: number) => ({
    modality,
    vector: Float32Array.of(x / Math.hypot(x, y), y / Math.hypot(x, y)),
    dimension: 2,
    modelId,
  })
  return {
    ...v1,
    id: 'scripted',
    modality,
    modelId,
    dimension: 2,
    calibration,
    async embed(sample) {
      const { angle = 0, depthAngle } = sceneOf(sample)
      const direction = modality === 'rgb' ? angle : depthAngle
      return direction === undefined ? undefined : unit(Math.cos(direction), Math.sin(direction))
    },
    aggregate: (embeddings) =>
      unit(
        embeddings.reduce((sum, { vector }) => sum + (vector[0] as number), 0),
        embeddings.reduce((sum, { vector }) => sum + (vector[1] as number), 0),
      ),
    async dispose() {},
    ...overrides,
  }
}

/** A deterministic key that looks random. */
export function testKey(keyId: string, seed: number) {
  const key = Uint8Array.from(
    { length: 32 },
    (_, i) => (Math.imul(seed * 40 + i + 1, 2654435761) >>> 19) & 0xff,
  )
  return { keyId, key }
}

/** A composition over scripted stages, with real fusion, policy, cipher and store. */
export function composition(
  overrides: Partial<EngineParts> = {},
): EngineParts & { store: TemplateStore; seen: EngineEvent[] } {
  const seen: EngineEvent[] = []
  const counter = { bytes: 0, time: 1_700_000_000_000 }
  const random = {
    bytes: (length: number) =>
      Uint8Array.from({ length }, (_, i) => (counter.bytes++ * 31 + i * 7 + 13) & 0xff),
  }
  const keys = createKeyring({
    keys: [testKey('k1', 1)],
  })
  return {
    preprocessor,
    liveness: liveness(),
    embedder: embedder(),
    comparator: createCalibratedComparator(),
    fusion: createWeightedFusion({}),
    policy: createGatedPolicy({}),
    store: createMemoryStore(),
    cipher: createSecretboxCipher({ keys, random }),
    clock: { now: () => counter.time++, monotonic: () => counter.time++ },
    random,
    events: { emit: (event) => seen.push(event) },
    seen,
    ...overrides,
  }
}
