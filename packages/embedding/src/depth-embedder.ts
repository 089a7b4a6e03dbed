import { assertKnownOptions, fromBase64 } from '@faceward/plugin-kit'
import {
  type Calibration,
  DisposedError,
  type Embedder,
  type FaceEmbedding,
  type FaceSample,
  SPECIFICATION_VERSION,
} from '@faceward/spec'
import { aggregateEmbeddings } from './aggregate-embeddings.js'
import { CELLS, depthGeometry } from './depth-geometry.js'
import { DEPTH_PROJECTION } from './depth-projection.data.js'
import { unitVector } from './unit-vector.js'

/** Options of {@link createDepthEmbedder}. */
export interface DepthEmbedderOptions {
  /** Your own, fitted on your sensor; by default the one measured with the shipped projection. */
  readonly calibration?: Calibration
}

/** Two slopes a cell. */
const DEPTH_DIMENSION = 2 * CELLS * CELLS
/** Cells a face needs for a comparison. */
const LEAST_MEASURED = 0.7

/**
 * Embeds the shape of a face from sensed depth: slopes of its surface on the aligned crop, 512 values, with what
 * changes within one person (turns, expression, noise) damped by a fitted projection, L2-normalised.
 *
 * It is a weak biometric: measured on held-out people within one sitting its equal error rate is about a quarter
 * (docs/evaluation/depth-embedder.md), so engines use it only when DEPTH_EMBEDDING_MODEL names
 * it (`surface-slopes`) or it is given as `parts.depthEmbedder`.
 * `embed` gives `undefined` for a sample without sensed depth, with estimated depth, or with large holes.
 */
export function createDepthEmbedder(options: DepthEmbedderOptions = {}): Embedder {
  assertKnownOptions('createDepthEmbedder', options, ['calibration'])
  const { id: modelId } = DEPTH_PROJECTION
  const { mean, directions, damping } = decoded()
  const state = { disposed: false }
  return {
    specificationVersion: SPECIFICATION_VERSION,
    id: modelId,
    modelId,
    modality: 'depth',
    dimension: DEPTH_DIMENSION,
    calibration: options.calibration ?? DEPTH_PROJECTION.calibration,

    async embed({ alignedDepth }: FaceSample, call): Promise<FaceEmbedding | undefined> {
      call?.signal?.throwIfAborted()
      if (state.disposed) throw new DisposedError(`The embedder '${modelId}'`)
      if (alignedDepth === undefined || alignedDepth.kind !== 'sensed') return undefined
      const { slopes, measured } = depthGeometry(alignedDepth)
      if (measured < LEAST_MEASURED) return undefined
      const unit = unitVector(projected(slopes, mean, directions, damping))
      return unit && { modality: 'depth', vector: unit.vector, dimension: DEPTH_DIMENSION, modelId }
    },

    aggregate: (embeddings) => aggregateEmbeddings(modelId, embeddings),

    async dispose() {
      state.disposed = true
    },
  }
}

/** `x - mean`, shortened along the directions in which one person varies; cells without data count as the mean. */
function projected(
  slopes: Float32Array,
  mean: Float32Array,
  directions: Float32Array,
  damping: Float32Array,
): Float32Array {
  const n = slopes.length
  const centred = slopes.map((value, i) => (Number.isNaN(value) ? 0 : value - mean[i]!))
  const result = centred.slice()
  for (let k = 0; k < damping.length; k++) {
    let along = 0
    for (let i = 0; i < n; i++) along += centred[i]! * directions[k * n + i]!
    for (let i = 0; i < n; i++) result[i]! -= damping[k]! * along * directions[k * n + i]!
  }
  return result
}

function decoded() {
  const { mean, directions, damping } = DEPTH_PROJECTION
  return {
    mean: steps(mean.text, mean.step),
    directions: steps(directions.text, directions.step),
    damping: Float32Array.from(damping),
  }
}

/** 16-bit integers, little-endian, times a step. */
function steps(text: string, step: number): Float32Array {
  const view = new DataView(fromBase64(text).buffer)
  return Float32Array.from({ length: view.byteLength / 2 }, (_, i) => view.getInt16(2 * i, true) * step)
}
