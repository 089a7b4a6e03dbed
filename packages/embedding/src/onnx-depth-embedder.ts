import { assertKnownOptions } from '@faceward/plugin-kit'
import {
  type Calibration,
  DisposedError,
  type Embedder,
  type InferenceSession,
  type ModelManifest,
  SPECIFICATION_VERSION,
} from '@faceward/spec'
import { aggregateEmbeddings } from './aggregate-embeddings.js'
import { DEPTH_CROP_SIZE, depthTensor } from './depth-tensor.js'
import { onnxModelId } from './model-id.js'
import { invalidManifest, tensorName } from './network-tensors.js'
import { networkVector, type VectorNetwork } from './network-vector.js'

/** Options of {@link createOnnxDepthEmbedder}. */
export interface OnnxDepthEmbedderOptions {
  /** The loaded model; the embedder owns it and disposes it. */
  readonly session: InferenceSession
  /**
   * Task `depth-embedding`, `embedding`, and an input of 112 x 112 whose `channels` are `relief` or `normals`:
   * aligned depth lies on the ArcFace alignment already, so there is no `alignment`.
   */
  readonly manifest: ModelManifest
  /** Default: the manifest's. Without one the engine refuses to decide. */
  readonly calibration?: Calibration
}

/** Share of the crop that must be measured for a comparison to mean anything. */
const LEAST_MEASURED = 0.5

/**
 * A depth embedder for any network whose manifest says how aligned depth goes in. `embed` gives `undefined` for a
 * sample without sensed depth, with estimated depth, or with large holes; it throws InferenceError as
 * `createOnnxEmbedder` does, and DisposedError after `dispose`.
 *
 * @throws ConfigurationError `invalid-options`; ModelLoadError `invalid-manifest` when manifest and model do not fit.
 */
export function createOnnxDepthEmbedder(options: OnnxDepthEmbedderOptions): Embedder {
  assertKnownOptions('createOnnxDepthEmbedder', options, ['session', 'manifest', 'calibration'])
  const { session, manifest } = options
  const network = depthNetwork(session, manifest)
  const { dimension } = network.output
  const calibration = options.calibration ?? manifest.calibration
  const modelId = onnxModelId(manifest, { transform: undefined, flip: 'none' })
  const state = { disposed: false }
  return {
    specificationVersion: SPECIFICATION_VERSION,
    id: manifest.id,
    modality: 'depth',
    modelId,
    dimension,
    ...(calibration === undefined ? {} : { calibration }),
    async embed({ alignedDepth }, call = {}) {
      call.signal?.throwIfAborted()
      if (state.disposed) throw new DisposedError(`The embedder '${manifest.id}'`)
      if (alignedDepth?.kind !== 'sensed' || measuredShare(alignedDepth.valid) < LEAST_MEASURED)
        return undefined
      const { vector } = await networkVector(network, depthTensor(alignedDepth, manifest.input), call)
      return { modality: 'depth', vector, dimension, modelId }
    },
    aggregate: (embeddings) => aggregateEmbeddings(modelId, embeddings),
    async dispose() {
      state.disposed = true
      await session.dispose()
    },
  }
}

function depthNetwork(session: InferenceSession, manifest: ModelManifest): VectorNetwork {
  const { task, input, embedding: output } = manifest
  const isDepth = input.channels === 'relief' || input.channels === 'normals'
  const fits = input.width === DEPTH_CROP_SIZE && input.height === DEPTH_CROP_SIZE
  if (task !== 'depth-embedding' || !isDepth || !fits || output === undefined) {
    throw invalidManifest(
      manifest,
      "a depth embedder's manifest has task 'depth-embedding', an embedding, and an input of 112 x 112 whose channels are 'relief' or 'normals'",
    )
  }
  return {
    session,
    manifest,
    output,
    inputName: tensorName(manifest, 'input', session.inputs, input.name),
    outputName: tensorName(manifest, 'output', session.outputs, output.name),
  }
}

function measuredShare(valid: Uint8Array): number {
  return valid.reduce((sum, value) => sum + value, 0) / valid.length
}
