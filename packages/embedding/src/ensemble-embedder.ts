import {
  type Calibration,
  ConfigurationError,
  DisposedError,
  type Embedder,
  type FaceEmbedding,
  SPECIFICATION_VERSION,
} from '@faceward/spec'
import { aggregateEmbeddings } from './aggregate-embeddings.js'
import { ensembleModelId } from './model-id.js'
import { unitVector } from './unit-vector.js'

/** One embedder of an ensemble and how much its cosine counts. */
export interface EnsemblePart {
  readonly embedder: Embedder
  /** Above 0; only ratios matter. */
  readonly weight: number
}

/** Options of {@link createEnsembleEmbedder}. */
export interface EnsembleEmbedderOptions {
  readonly id: string
  /** At least one, all of one modality; the ensemble owns them and disposes them. */
  readonly parts: readonly EnsemblePart[]
  /** Fitted on the ensemble's own cosines; those of the parts do not hold for it. */
  readonly calibration?: Calibration
  /** How people lie in the ensemble's space, as an embedder has it. */
  readonly population?: Embedder['population']
}

const KEYS: readonly string[] = [
  'id',
  'parts',
  'calibration',
  'population',
] satisfies readonly (keyof EnsembleEmbedderOptions)[]

/**
 * Several embedders as one: their vectors, each times the square root of its weight, one after the other,
 * L2-normalised. The cosine of two such vectors is the weighted mean of the parts' cosines.
 *
 * `embed` gives undefined when any part lacks what it needs. The ensemble is a placeholder when any part is.
 *
 * @throws ConfigurationError `invalid-options` naming the key.
 */
export function createEnsembleEmbedder(options: EnsembleEmbedderOptions): Embedder {
  assertOptions(options)
  const { id, parts, calibration, population } = options
  const weights = parts.map(({ weight }) => weight)
  const modelId = ensembleModelId(
    id,
    parts.map(({ embedder, weight }) => ({ modelId: embedder.modelId, weight })),
  )
  const { modality } = parts[0]!.embedder
  const dimension = parts.reduce((sum, { embedder }) => sum + embedder.dimension, 0)
  const state = { disposed: false }
  return {
    specificationVersion: SPECIFICATION_VERSION,
    id,
    modality,
    modelId,
    dimension,
    ...(calibration === undefined ? {} : { calibration }),
    ...(population === undefined ? {} : { population }),
    ...(parts.some(({ embedder }) => embedder.placeholder === true) ? { placeholder: true } : {}),
    async embed(sample, callOptions) {
      if (state.disposed) throw new DisposedError(`The embedder '${id}'`)
      const embeddings = await Promise.all(parts.map(({ embedder }) => embedder.embed(sample, callOptions)))
      if (!embeddings.every((embedding) => embedding !== undefined)) return undefined
      return { modality, vector: concatenate(embeddings, weights), dimension, modelId }
    },
    aggregate: (embeddings) => aggregateEmbeddings(modelId, embeddings),
    async dispose() {
      state.disposed = true
      await Promise.all(parts.map(({ embedder }) => embedder.dispose()))
    },
  }
}

/** The parts are unit vectors, so the length is the root of the summed weights and never 0. */
function concatenate(embeddings: readonly FaceEmbedding[], weights: readonly number[]): Float32Array {
  const scaled = new Float64Array(embeddings.reduce((sum, { dimension }) => sum + dimension, 0))
  let offset = 0
  embeddings.forEach(({ vector, dimension }, index) => {
    const factor = Math.sqrt(weights[index]!)
    for (let i = 0; i < dimension; i++) scaled[offset + i] = factor * vector[i]!
    offset += dimension
  })
  return unitVector(scaled)!.vector
}

function assertOptions(options: EnsembleEmbedderOptions): void {
  const issues = Object.keys(options)
    .filter((key) => !KEYS.includes(key))
    .map((key) => ({ key, message: `not an option; expected one of ${KEYS.join(', ')}` }))
  if (options.id.length === 0) issues.push({ key: 'id', message: 'expected a name' })
  if (options.parts.length === 0) issues.push({ key: 'parts', message: 'expected at least one' })
  options.parts.forEach(({ weight }, index) => {
    if (weight > 0 && Number.isFinite(weight)) return
    issues.push({ key: `parts[${index}].weight`, message: 'expected a number above 0' })
  })
  if (new Set(options.parts.map(({ embedder }) => embedder.modality)).size > 1) {
    issues.push({
      key: 'parts',
      message: 'expected embedders of one modality; scores of several are fused instead',
    })
  }
  if (issues.length === 0) return
  const list = issues.map(({ key, message }) => `${key}: ${message}`).join('; ')
  throw new ConfigurationError(`createEnsembleEmbedder: ${list}.`, { code: 'invalid-options', issues })
}
