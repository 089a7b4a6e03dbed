// Tells whether a stranger can tell enrolled ids from ids that nobody has, through the real engine.
// Needs: the cache of recognition/embed-lfw
// Options: [--cache /tmp/lfw-cache] [--strangers 60] [--enrolled 300]
//
// Strangers of LFW View 1 each try 300 of both, in a tenant of 300 people, with the embeddings of the default model.
// With --enrolled below 16 the population that comes with the model is used; the known ids are then of a tenant of 300
// all the same.
import { parseArgs } from 'node:util'
import { dot, meanVector } from '@faceward/lab-shared/vectors'
import { DEFAULT_EMBEDDER } from '@faceward/model-pack'
import { createNodeEngine } from '@faceward/node'
import {
  type Embedder,
  type Engine,
  type Frame,
  type LivenessDetector,
  type Preprocessor,
  SPECIFICATION_VERSION,
} from '@faceward/spec'
import { createMemoryStore } from '@faceward/storage-memory'
import { LFW_OPTIONS } from '../lfw-cache.js'
import { readLfwPeople } from '../lfw-people.js'

const { values: options } = parseArgs({
  options: {
    cache: LFW_OPTIONS.cache,
    strangers: { type: 'string', default: '60' },
    enrolled: { type: 'string', default: '300' },
  },
})
const TRIES = 300
const v1 = { specificationVersion: SPECIFICATION_VERSION } as const
const vectors = new WeakMap<Frame, Float32Array>()
const counter = { frames: 0 }

/** A frame that the stages below take for a photograph with this embedding. */
function frameOf(vector: Float32Array): Frame {
  const number = counter.frames++
  const data = Uint8Array.from([0, 8, 16, 24], (shift) => number >>> shift)
  const frame: Frame = {
    image: { width: 2, height: 2, format: 'gray8', data },
    timestampMs: 0,
    sequence: 0,
    source: { id: 'lfw', kind: 'still' },
  }
  vectors.set(frame, vector)
  return frame
}

const point = { x: 0, y: 0 }
const preprocessor: Preprocessor = {
  ...v1,
  id: 'lfw',
  process: async (frame) => ({
    status: 'usable',
    sample: {
      frame,
      box: { x: 0, y: 0, width: 1, height: 1 },
      detectionScore: 1,
      fivePoints: { rightEye: point, leftEye: point, noseTip: point, mouthRight: point, mouthLeft: point },
      pose: { yawDegrees: 0, pitchDegrees: 0, rollDegrees: 0 },
      quality: { overall: 0.8, sharpness: 1, brightness: 1, contrast: 1, interocularPixels: 1 },
      aligned: frame.image,
    },
  }),
  dispose: async () => {},
}
const liveness: LivenessDetector = {
  ...v1,
  id: 'lfw',
  assess: async ({ samples }) => ({
    status: 'scored',
    score: 0.95,
    vetoed: false,
    assurance: 'stills',
    frameScores: samples.map(() => undefined),
    cues: [],
    reasons: [],
  }),
  dispose: async () => {},
}
const modelId = 'lfw@1'
const dimension = DEFAULT_EMBEDDER.dimension
const embedding = (vector: Float32Array) => ({ modality: 'rgb', vector, dimension, modelId }) as const
const { calibration, population } = DEFAULT_EMBEDDER
const embedder: Embedder = {
  ...v1,
  id: 'lfw',
  modality: 'rgb',
  modelId,
  dimension,
  ...(calibration ? { calibration } : {}),
  ...(population ? { population } : {}),
  embed: async ({ frame }) => embedding(vectors.get(frame)!),
  aggregate: (embeddings) => {
    const mean = meanVector(embeddings.map(({ vector }) => vector))
    const length = Math.sqrt(dot(mean, mean))
    return embedding(mean.map((value) => value / length))
  },
  dispose: async () => {},
}

const people = await readLfwPeople(options.cache)
const known = people.filter((_, at) => at % 5 === 0).slice(0, TRIES)
const strangers = people.filter((_, at) => at % 5 === 1).slice(0, Number(options.strangers))

async function tenant(enrolled: number): Promise<Engine> {
  const engine = await createNodeEngine({
    environment: {
      BIOMETRIC_TEMPLATE_KEY: 'ffeeddccbbaa99887766554433221100f0e1d2c3b4a5968778695a4b3c2d1e0f',
    },
    configuration: { enrollmentMinSamples: 1 },
    parts: { store: createMemoryStore(), preprocessor, liveness, embedder },
  })
  for (const [at, { photographs }] of known.slice(0, enrolled).entries()) {
    await engine.enroll({ subjectId: `known-${at}`, frames: [frameOf(photographs[0]!)] })
  }
  return engine
}

async function claims(engine: Engine, face: Float32Array, kind: 'known' | 'unknown') {
  const scores: number[] = []
  const asked = { count: 0 }
  for (let at = 0; at < TRIES; at++) {
    const { similarity, decision } = await engine.verify({
      subjectId: `${kind}-${at}`,
      frames: [frameOf(face)],
      unknownSubject: 'conceal',
    })
    scores.push(similarity ?? -1)
    if (decision === 're_verify') asked.count++
  }
  return { scores: scores.sort((a, b) => a - b), asked: asked.count }
}

/** The largest difference of the two distributions (Kolmogorov and Smirnov). */
function distance(one: readonly number[], other: readonly number[]): number {
  const below = (sorted: readonly number[], value: number) => sorted.filter((it) => it <= value).length
  return (
    Math.max(...[...one, ...other].map((value) => Math.abs(below(one, value) - below(other, value)))) / TRIES
  )
}

const large = await tenant(TRIES)
const asked = Number(options.enrolled) < TRIES ? await tenant(Number(options.enrolled)) : large
const totals = { known: 0, unknown: 0 }
const distances: number[] = []
for (const { photographs } of strangers) {
  const one = await claims(large, photographs[0]!, 'known')
  const other = await claims(asked, photographs[0]!, 'unknown')
  totals.known += one.asked
  totals.unknown += other.asked
  distances.push(distance(one.scores, other.scores))
}
distances.sort((a, b) => a - b)
const share = (count: number) => `${((100 * count) / (strangers.length * TRIES)).toFixed(2)} %`
const beyond = (bound: number) => distances.filter((it) => it > bound).length
console.log(`${strangers.length} strangers, ${TRIES} tries each on enrolled ids and on ids that nobody has`)
console.log(`re_verify: enrolled ${share(totals.known)}, nobody ${share(totals.unknown)}`)
console.log(
  `distance of the scores' distributions: median ${distances[distances.length >> 1]!.toFixed(3)}, most ${distances.at(-1)!.toFixed(3)}; ` +
    `${beyond(0.133)} of ${strangers.length} beyond the 1 % level, ${beyond(0.159)} beyond the 0.1 % level`,
)
