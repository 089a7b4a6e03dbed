// Fits how people lie in the default embedder's space, for decoys of tenants with few people of their own.
// Needs: LFW View 1, the cache of recognition/embed-lfw
// Options: [--data ../shared/assets/lfw-view1] [--cache /tmp/lfw-cache]
//
// On the people of pairsDevTrain.txt: the mean, the leading principal directions and the spread beside them.
// Statistics over all of them; no photograph can be had back from it.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { needed } from '@faceward/lab-shared/data-folder'
import { seededRandom } from '@faceward/lab-shared/seeded-random'
import { dot, meanVector } from '@faceward/lab-shared/vectors'
import { LFW_OPTIONS } from '../lfw-cache.js'
import { readLfwPeople } from '../lfw-people.js'

const FACTORS = 32
const ROUNDS = 60
const TO = 'packages/model-pack/src/default-embedder/default-embedder-population.data.ts'

const { values: options } = parseArgs({ options: LFW_OPTIONS })
const listed = await readFile(join(needed(options.data), 'pairsDevTrain.txt'), 'utf8')
const names = new Set(
  listed
    .split('\n')
    .slice(1)
    .flatMap((line) => line.split('\t').filter((word) => /^[^\d]/.test(word))),
)
const vectors = (await readLfwPeople(options.cache))
  .filter(({ name }) => names.has(name))
  .map(({ photographs }) => photographs[0]!)
const mean = meanVector(vectors)
const left = vectors.map((vector) => vector.map((value, i) => value - mean[i]!))
const variance = () => left.reduce((sum, vector) => sum + dot(vector, vector), 0) / (left.length - 1)
const before = variance()

/** The direction in which what is left varies most (power iteration), times its standard deviation. */
function nextFactor(seed: number): Float32Array {
  const random = seededRandom(seed)
  let direction = mean.map(() => random() - 0.5)
  let deviation = 0
  for (let round = 0; round < ROUNDS; round++) {
    const next = new Float32Array(mean.length)
    for (const vector of left) {
      const along = dot(vector, direction)
      for (let i = 0; i < next.length; i++) next[i]! += along * vector[i]!
    }
    const length = Math.sqrt(dot(next, next))
    direction = next.map((value) => value / length)
    deviation = Math.sqrt(length / (left.length - 1))
  }
  for (const vector of left) {
    const along = dot(vector, direction)
    for (let i = 0; i < vector.length; i++) vector[i]! -= along * direction[i]!
  }
  return direction.map((value) => value * deviation)
}

const factors = Array.from({ length: FACTORS }, (_, at) => nextFactor(at))
const rest = Math.sqrt(variance() / mean.length)
console.log(
  `${vectors.length} people; the factors hold ${(100 * (1 - variance() / before)).toFixed(1)} % of the variance`,
)

/** Signed bytes in base64, and what one stands for. */
function packed(values: Float32Array): { scale: number; values: string } {
  const scale = Math.max(...values.map(Math.abs)) / 127
  return {
    scale,
    values: Buffer.from(Int8Array.from(values, (value) => Math.round(value / scale))).toString('base64'),
  }
}

const data = { mean: packed(mean), factors: factors.map(packed), rest }
await writeFile(
  TO,
  `// Made by npm run lab -- recognition/fit-population from one photograph of each of ${vectors.length} people: those of LFW
// View 1's pairsDevTrain.txt. Statistics over all of them; no photograph can be had back from it.
import type { PackedPopulation } from './packed-population.js'

export const DEFAULT_EMBEDDER_POPULATION: PackedPopulation = ${JSON.stringify(data, null, 2)}
`,
)
