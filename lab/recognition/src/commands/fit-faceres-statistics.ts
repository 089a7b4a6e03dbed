// Fits the mean and the leading principal directions of FaceRes' embeddings and writes them as data.
// Needs: LFW View 1, the cache of recognition/embed-lfw
// Options: [--data ../shared/assets/lfw-view1] [--cache /tmp/lfw-cache]
//
// Uses the people of pairsDevTrain.txt only: those of pairsDevTest.txt are other people, for measuring.
// Deterministic: the same cache gives the same bytes.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { parsePairsFile } from '@faceward/evaluation'
import { needed } from '@faceward/lab-shared/data-folder'
import { dot, orthonormalised } from '@faceward/lab-shared/vectors'
import { hadamardProjection } from '../../../../packages/model-pack/src/default-embedder/hadamard-projection.js'
import { LFW_OPTIONS, readLfwCache } from '../lfw-cache.js'

/** 16 gain less, 32 about as much, 64 and 96 nothing further: see docs/decisions/0013-default-embedder.md. */
const LEADING = 48
/** Iterated together; the ones past LEADING + 1 speed convergence up and are dropped. */
const ITERATED = 64
const ITERATIONS = 400

const { values: options } = parseArgs({ options: LFW_OPTIONS })

const cache = await readLfwCache(options.cache)
const pairs = parsePairsFile(
  await readFile(join(needed(options.data), 'pairsDevTrain.txt'), 'utf8'),
).folds.flat()
const files = [...new Set(pairs.flatMap(({ first, second }) => [first.path, second.path]))].sort()
const units = files
  .map((file) => cache.rowOf(`${file}.jpg`))
  .filter((row) => row !== undefined)
  .map((row) => {
    const raw = cache.values(row, 0)
    const length = Math.hypot(...raw)
    return Float64Array.from(raw, (value) => value / length)
  })
const dimension = units[0]!.length

const exactMean = new Float64Array(dimension)
for (const unit of units) {
  for (let i = 0; i < dimension; i++) exactMean[i]! += unit[i]! / units.length
}
const offset = Math.min(...exactMean)
const scale = (Math.max(...exactMean) - offset) / 255
const meanBytes = Uint8Array.from(exactMean, (value) => Math.round((value - offset) / scale))
const mean = Float64Array.from(meanBytes, (byte) => byte * scale + offset)

const covariance = new Float64Array(dimension * dimension)
for (const unit of units) {
  const centred = unit.map((value, i) => value - mean[i]!)
  for (let i = 0; i < dimension; i++) {
    const share = centred[i]! / units.length
    for (let j = i; j < dimension; j++) covariance[i * dimension + j]! += share * centred[j]!
  }
}
for (let i = 0; i < dimension; i++) {
  for (let j = 0; j < i; j++) covariance[i * dimension + j] = covariance[j * dimension + i]!
}

// Orthogonal iteration (Golub and Van Loan, "Matrix Computations", 8.2.4): directions come out in order of variance.
const start = hadamardProjection(ITERATED, dimension, 1)
let basis: Float64Array[] = Array.from({ length: ITERATED }, (_, k) =>
  start.slice(k * dimension, (k + 1) * dimension),
)
for (let iteration = 0; iteration < ITERATIONS; iteration++) basis = orthonormalised(basis.map(multiply))
const variances = basis.map((direction) => dot(direction, multiply(direction)))

function multiply(vector: Float64Array): Float64Array {
  const product = new Float64Array(dimension)
  for (let i = 0; i < dimension; i++) {
    let sum = 0
    for (let j = 0, at = i * dimension; j < dimension; j++, at++) sum += covariance[at]! * vector[j]!
    product[i] = sum
  }
  return product
}

const scales: number[] = []
const directionBytes = new Int8Array(LEADING * dimension)
for (let k = 0; k < LEADING; k++) {
  const direction = basis[k]!
  const peak = direction.reduce(
    (largest, value) => (Math.abs(value) > Math.abs(largest) ? value : largest),
    0,
  )
  // The sign is free; the largest entry is made positive so that it does not depend on the start.
  const step = peak / 127
  for (let i = 0; i < dimension; i++) directionBytes[k * dimension + i] = Math.round(direction[i]! / step)
  scales.push(Number(Math.abs(step).toPrecision(6)))
}
const gains = variances
  .slice(0, LEADING)
  .map((variance) => Number(Math.sqrt(variances[LEADING]! / variance).toPrecision(6)))

const base64 = (bytes: Uint8Array | Int8Array) => Buffer.from(bytes.buffer).toString('base64')
const people = new Set(files.map((file) => file.split('/')[0]))
const source = `// Made by npm run lab -- recognition/fit-faceres-statistics from ${units.length} photographs of ${people.size} people:
// those of LFW View 1's pairsDevTrain.txt, embedded by recognition/embed-lfw with
${Object.entries(cache.index.models)
  .map(([id, sha256]) => `//   ${id} ${sha256}`)
  .join('\n')}
// Statistics over all of them; no photograph can be had back from it.
import type { FaceresStatistics } from './faceres-statistics.js'

export const FACERES_STATISTICS: FaceresStatistics = {
  mean: {
    scale: ${scale},
    offset: ${offset},
    values:
      '${base64(meanBytes)}',
  },
  directions: {
    scales: [${scales.join(', ')}],
    values:
      '${base64(directionBytes)}',
  },
  gains: [${gains.join(', ')}],
}
`
const target = new URL(
  '../../../../packages/model-pack/src/default-embedder/faceres-statistics.data.ts',
  import.meta.url,
)
await writeFile(target, source)
const total = variances.reduce((sum, variance) => sum + variance, 0)
console.log(
  `${units.length} photographs of ${people.size} people; ${LEADING} of ${ITERATED} directions hold ${((100 * variances.slice(0, LEADING).reduce((sum, variance) => sum + variance, 0)) / total).toFixed(1)} % of their variance; ${source.length} bytes`,
)
