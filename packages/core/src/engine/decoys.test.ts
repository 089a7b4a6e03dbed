import type { Embedder, EmbeddingPopulation, Engine, VerificationResult } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { calibration, composition, embedder } from '../../test/composition.js'
import { frames } from '../../test/enrolled.js'
import { createEngine } from './create-engine.js'

/** As in the default model: strangers at a mean cosine of 0.69, 0.045 around it. */
const DIMENSION = 48
const MEAN = Math.sqrt(0.69)
const SPREAD = Math.sqrt(0.31 / (DIMENSION - 1))

/** Normal deviates that follow from a seed. */
function normals(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e3779b1)
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
}

/** The face of person `number`; a scene's angle says who it is. */
function faceOf(number: number): Float32Array {
  const normal = normals(number)
  const face = Float32Array.from({ length: DIMENSION }, (_, i) => (i === 0 ? MEAN : SPREAD * normal()))
  const length = Math.hypot(...face)
  return face.map((value) => value / length)
}

function people(population?: () => Promise<EmbeddingPopulation>): Embedder {
  const modelId = 'people@1'
  const embedding = (vector: Float32Array) =>
    ({ modality: 'rgb', vector, dimension: DIMENSION, modelId }) as const
  // A picture's only pixel row holds the number that it was made with.
  return embedder({
    modelId,
    dimension: DIMENSION,
    calibration: { ...calibration, slope: 30.57, midpoint: 0.7687 },
    ...(population ? { population } : {}),
    async embed({ aligned: { data } }) {
      const [a = 0, b = 0] = data
      return embedding(faceOf(a + 256 * b))
    },
    aggregate: ([first]) => embedding(first!.vector),
  })
}

/** Pictures of a person: the same face in several pictures. */
const of = (person: number, count = 1) =>
  frames(...Array.from({ length: count }, (_, at) => ({ picture: person + 65536 * (at + 1) })))

const STRANGERS = [901, 902, 903]
const TRIES = 300

async function tenant(enrolled: number, embedderOfPeople = people()) {
  const engine = createEngine(composition({ embedder: embedderOfPeople }))
  for (let at = 0; at < enrolled; at++) {
    const { decision } = await engine.enroll({ subjectId: `known-${at}`, frames: of(at, 3) })
    expect(decision).toBe('enrolled')
  }
  return engine
}

async function claims(engine: Engine, person: number, kind: 'known' | 'unknown') {
  const results: VerificationResult[] = []
  for (let at = 0; at < TRIES; at++) {
    const claim = { subjectId: `${kind}-${at}`, frames: of(person), unknownSubject: 'conceal' } as const
    results.push(await engine.verify(claim))
  }
  return {
    scores: results.map(({ similarity }) => similarity ?? -1).sort((a, b) => a - b),
    asked: results.filter(({ decision }) => decision === 're_verify').length,
  }
}

/** The two-sample statistic of Kolmogorov and Smirnov: the largest difference of the distributions. */
function distance(one: readonly number[], other: readonly number[]): number {
  const below = (sorted: readonly number[], value: number) =>
    sorted.filter((it) => it <= value).length / sorted.length
  return Math.max(...[...one, ...other].map((value) => Math.abs(below(one, value) - below(other, value))))
}

/** At a level of 0.1 % for 300 and 300: 1.95 sqrt(2 / 300). */
const MOST_DISTANCE = 0.159
/** Three and a half standard deviations of the difference of two counts of 300, of which a tenth is expected. */
const MOST_DIFFERENCE = 26

describe('a stranger who tries 300 enrolled ids and 300 that nobody has', () => {
  it('cannot tell them by outcomes or scores', async () => {
    const engine = await tenant(TRIES)
    for (const stranger of STRANGERS) {
      const [known, unknown] = [
        await claims(engine, stranger, 'known'),
        await claims(engine, stranger, 'unknown'),
      ]
      expect(distance(known.scores, unknown.scores)).toBeLessThan(MOST_DISTANCE)
      expect(Math.abs(known.asked - unknown.asked)).toBeLessThan(MOST_DIFFERENCE)
      // It would not do to answer neither: some of both are asked again.
      expect(Math.min(known.asked, unknown.asked)).toBeGreaterThan(3)
    }
  })

  it('is told nothing of who is enrolled by decoys: an enrolled person fares with them like a stranger', async () => {
    const engine = await tenant(64)
    const strangers = await claims(engine, STRANGERS[0]!, 'unknown')
    for (const person of [3, 20, 41]) {
      const herself = await claims(engine, person, 'unknown')
      const mean = (values: readonly number[]) => values.reduce((sum, it) => sum + it, 0) / values.length
      expect(Math.abs(mean(herself.scores) - mean(strangers.scores))).toBeLessThan(0.1)
      expect(herself.scores.at(-1)).toBeLessThan(0.95)
    }
  })

  it('is answered in a small tenant as the population that comes with the model has it', async () => {
    const along = (axis: number, value: number) =>
      Float32Array.from({ length: DIMENSION }, (_, i) => (i === axis ? value : 0))
    const population: EmbeddingPopulation = {
      mean: along(0, MEAN),
      factors: Array.from({ length: DIMENSION - 1 }, (_, i) => along(i + 1, SPREAD)),
    }
    const engine = await tenant(
      0,
      people(async () => population),
    )
    const large = await tenant(TRIES)
    for (const stranger of STRANGERS) {
      const [known, unknown] = [
        await claims(large, stranger, 'known'),
        await claims(engine, stranger, 'unknown'),
      ]
      expect(distance(known.scores, unknown.scores)).toBeLessThan(MOST_DISTANCE)
    }
  })
})

it('A decoy stays as it is while people come and go', async () => {
  const engine = await tenant(20)
  const claim = () => engine.verify({ subjectId: 'nobody', frames: of(901), unknownSubject: 'conceal' })
  const { similarity } = await claim()
  await engine.enroll({ subjectId: 'late', frames: of(77, 3) })
  await engine.deleteSubject({ subjectId: 'known-1' })
  expect((await claim()).similarity).toBe(similarity)
})
