// Measures the default embedder, and what it could have been, on LFW View 1.
// Needs: LFW View 1, the cache of recognition/embed-lfw
// Options: [--data ../shared/assets/lfw-view1] [--cache /tmp/lfw-cache]
//
// Accuracy: the threshold is chosen on pairsDevTrain's 2,200 pairs and counted on pairsDevTest's 1,000. TAR at FMR:
// all comparisons among the photographs of pairsDevTest. Nobody is in both.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  compareAll,
  createErrorRates,
  type LabelledScore,
  mostAccurateThreshold,
  parsePairsFile,
} from '@faceward/evaluation'
import { needed } from '@faceward/lab-shared/data-folder'
import { unit } from '@faceward/lab-shared/vectors'
import { DEFAULT_EMBEDDER } from '@faceward/model-pack'
import type { EmbeddingTransform } from '@faceward/spec'
import { applyTransform } from '../../../../packages/embedding/src/apply-transform.js'
import { FACERES_STATISTICS } from '../../../../packages/model-pack/src/default-embedder/faceres-statistics.data.js'
import { faceresTransform } from '../../../../packages/model-pack/src/default-embedder/faceres-transform.js'
import { hadamardProjection } from '../../../../packages/model-pack/src/default-embedder/hadamard-projection.js'
import { LFW_OPTIONS, readLfwCache } from '../lfw-cache.js'

const { values: options } = parseArgs({ options: LFW_OPTIONS })
const cache = await readLfwCache(options.cache)
const pairsOf = async (file: string) =>
  parsePairsFile(await readFile(join(needed(options.data), file), 'utf8'))
    .folds.flat()
    .map(({ first, second, mated }) => ({
      a: cache.rowOf(`${first.path}.jpg`),
      b: cache.rowOf(`${second.path}.jpg`),
      mated,
    }))
const train = await pairsOf('pairsDevTrain.txt')
const test = await pairsOf('pairsDevTest.txt')
const isRow = (row: number | undefined): row is number => row !== undefined
const testRows = [...new Set(test.flatMap(({ a, b }) => [a, b]).filter(isRow))].sort((a, b) => a - b)
const people = new Map<string, number>()
const testPeople = testRows.map((row) => {
  const name = cache.index.files[row]!.split('/')[0]!
  if (!people.has(name)) people.set(name, people.size)
  return people.get(name)!
})

/** The unit vector of network `part` (0 FaceRes, 1 dlib). */
function networkOutput(row: number, part: 0 | 1, flip: boolean): Float32Array {
  const plain = cache.values(row, 2 * part)
  if (!flip) return unit(plain)
  const mirrored = cache.values(row, 2 * part + 1)
  return unit(plain.map((value, i) => value + mirrored[i]!))
}

interface Variant {
  readonly name: string
  readonly flip: boolean
  readonly transform?: EmbeddingTransform
  /** Of FaceRes and dlib. */
  readonly weights: readonly [number, number]
}

const shipped = DEFAULT_EMBEDDER.parts[0]!.transform!
const mean = shipped.mean!
const random = (seed: number): EmbeddingTransform => ({
  mean,
  projection: { rows: 384, matrix: Float32Array.from(hadamardProjection(384, 1024, seed)) },
})
const leading = (count: number, seed: number): EmbeddingTransform => {
  const { directions, gains } = FACERES_STATISTICS
  const last = gains[count] ?? 1
  const scales = directions.scales.slice(0, count)
  const values = Buffer.from(directions.values, 'base64')
    .subarray(0, count * 1024)
    .toString('base64')
  const some = { mean: FACERES_STATISTICS.mean, directions: { scales, values } }
  return faceresTransform(
    { ...some, gains: gains.slice(0, count).map((gain) => gain / last) },
    { rows: 384, seed },
  )
}

const variants: Variant[] = [false, true].flatMap((flip) => [
  { name: 'FaceRes plain, 1024-d', flip, weights: [1, 0] as const },
  { name: 'FaceRes centred, 1024-d', flip, transform: { mean }, weights: [1, 0] as const },
  { name: 'dlib, 128-d', flip, weights: [0, 1] as const },
  { name: 'no projection, 1152-d', flip, transform: { mean }, weights: [1, 5] as const },
  ...[1, 2, 3].map((seed) => ({
    name: `random 384, seed ${seed}`,
    flip,
    transform: random(seed),
    weights: [1, 5] as const,
  })),
  ...[16, 32].map((count) => ({
    name: `${count} whitened + random`,
    flip,
    transform: leading(count, 512),
    weights: [1, 5] as const,
  })),
  ...[1, 2, 3].map((seed) => ({
    name: `48 whitened + random, seed ${seed}`,
    flip,
    transform: leading(48, seed),
    weights: [1, 5] as const,
  })),
  ...[3, 5, 8].map((weight) => ({
    name: weight === 5 ? 'AS SHIPPED (weight 5)' : `shipped, weight ${weight}`,
    flip,
    transform: shipped,
    weights: [1, weight] as const,
  })),
])

function embed({ flip, transform, weights }: Variant, row: number): Float32Array {
  const parts = ([0, 1] as const).flatMap((part) => {
    if (weights[part] === 0) return []
    const output = networkOutput(row, part, flip)
    const vector = part === 0 && transform ? applyTransform(output, transform)! : output
    return [vector.map((value) => value * Math.sqrt(weights[part]))]
  })
  return unit(parts.flatMap((vector) => Array.from(vector)))
}

function measure(variant: Variant): void {
  const rows = [...new Set([...train, ...test].flatMap(({ a, b }) => [a, b]).filter(isRow))]
  const vectors = new Map(rows.map((row) => [row, embed(variant, row)]))
  const score = (pairs: typeof train): LabelledScore[] =>
    pairs.flatMap(({ a, b, mated }) => {
      if (!isRow(a) || !isRow(b)) return []
      const [first, second] = [vectors.get(a)!, vectors.get(b)!]
      return [{ score: first.reduce((sum, value, i) => sum + value * second[i]!, 0), mated }]
    })
  const [trainScores, testScores] = [score(train), score(test)]
  const threshold = mostAccurateThreshold(trainScores)
  const right = testScores.filter((one) => one.score >= threshold === one.mated).length
  const rates = createErrorRates({
    mated: testScores.filter(({ mated }) => mated).map((one) => one.score),
    nonMated: testScores.filter(({ mated }) => !mated).map((one) => one.score),
  })
  const all = compareAll({ vectors: testRows.map((row) => vectors.get(row)!), subjects: testPeople })
  const allRates = createErrorRates({ mated: all.mated.scores, nonMated: all.nonMated.scores })
  const percent = (value: number, digits = 1) => (100 * value).toFixed(digits).padStart(5)
  const tar = [1e-2, 1e-3, 1e-4, 1e-5].map((fmr) =>
    percent(1 - allRates.at(allRates.thresholdAtFmr(fmr)).fnmr),
  )
  console.log(
    `| ${variant.flip ? 'flip' : 'none'} | ${variant.name.padEnd(28)} | ${percent(right / testScores.length, 2)} | ${percent(rates.equalErrorRate().rate, 2)} | ${percent(allRates.equalErrorRate().rate, 2)} | ${tar.join(' | ')} |`,
  )
}

console.log(
  `${train.length} + ${test.length} pairs; all comparisons of ${testRows.length} photographs of ${people.size} people`,
)
console.log('| flip | embedding | accuracy | EER pairs | EER all | TAR@1e-2 | 1e-3 | 1e-4 | 1e-5 |')
console.log('|---|---|---|---|---|---|---|---|---|')
for (const variant of variants) measure(variant)
