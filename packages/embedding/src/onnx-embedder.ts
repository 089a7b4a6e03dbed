import { alignmentTransform, warpToTensor } from '@faceward/imaging'
import {
  type CallOptions,
  ConfigurationError,
  DisposedError,
  type Embedder,
  type FaceSample,
  SPECIFICATION_VERSION,
} from '@faceward/spec'
import { aggregateEmbeddings } from './aggregate-embeddings.js'
import { applyTransform } from './apply-transform.js'
import { onnxModelId } from './model-id.js'
import { networkVector, unusableVector } from './network-vector.js'
import {
  type OnnxEmbedderOptions,
  type OnnxEmbedderParts,
  parseOnnxEmbedderOptions,
} from './onnx-embedder-options.js'
import { type UnitVector, unitVector } from './unit-vector.js'

/**
 * An embedder for any network whose manifest says how a face goes in and which output is the embedding:
 * ArcFace, MagFace and ViT style on the 112 x 112 five-point alignment, dlib chips, squares about the box.
 *
 * Each crop is cut from the original frame in one resampling, not from the 112 x 112 aligned image.
 * Embeddings are L2-normalised; where the manifest says that the raw length is a quality (MagFace) it is
 * kept as `magnitude`, with flip averaging the mean of both.
 *
 * `embed` throws EmbeddingMismatchError `landmarks-missing` when the alignment needs landmarks the sample
 * does not have, InferenceError when the output has another dimension, is not finite or is all zero, and
 * DisposedError after `dispose`.
 *
 * @throws ConfigurationError `invalid-options`; `placeholder-model` for a network that is built in code,
 * which `createPlaceholderEmbedder` is for. ModelLoadError `invalid-manifest` when manifest and model do
 * not fit.
 * @see J. Deng et al., "ArcFace", CVPR 2019; Q. Meng et al., "MagFace", CVPR 2021.
 */
export function createOnnxEmbedder(options: OnnxEmbedderOptions): Embedder {
  if (options.manifest.origin.kind === 'built') {
    throw new ConfigurationError(
      `'${options.manifest.id}' is built in code and recognises nobody: use createPlaceholderEmbedder.`,
      { code: 'placeholder-model' },
    )
  }
  return onnxEmbedder(options)
}

/** As {@link createOnnxEmbedder}, for networks of any origin. */
export function onnxEmbedder(options: OnnxEmbedderOptions): Embedder {
  const parts = parseOnnxEmbedderOptions(options)
  const { manifest, session, transform, flip, calibration, dimension } = parts
  const modelId = onnxModelId(manifest, { transform, flip })
  const state = { disposed: false }
  return {
    specificationVersion: SPECIFICATION_VERSION,
    id: manifest.id,
    modality: 'rgb',
    modelId,
    dimension,
    ...(calibration === undefined ? {} : { calibration }),
    async embed(sample, callOptions = {}) {
      callOptions.signal?.throwIfAborted()
      if (state.disposed) throw new DisposedError(`The embedder '${manifest.id}'`)
      const { sum, magnitude } = await rawEmbedding(parts, sample, callOptions)
      const unit = unitVector(sum)
      const vector = unit && applyTransform(unit.vector, transform)
      if (vector === undefined) throw unusableVector(manifest.id)
      const quality = parts.output.magnitudeIsQuality === true ? { magnitude } : {}
      return { modality: 'rgb', vector, dimension, modelId, ...quality }
    },
    aggregate: (embeddings) => aggregateEmbeddings(modelId, embeddings),
    async dispose() {
      state.disposed = true
      await session.dispose()
    },
  }
}

/** The network's output for the crop, or the sum of its outputs for the crop and its mirror image. */
async function rawEmbedding(
  parts: OnnxEmbedderParts,
  sample: FaceSample,
  options: CallOptions,
): Promise<{ readonly sum: Float64Array; readonly magnitude: number }> {
  const mirrored = parts.flip === 'average' ? [false, true] : [false]
  const outputs = await Promise.all(mirrored.map((flip) => run(parts, sample, flip, options)))
  const sum = new Float64Array(parts.output.dimension)
  let lengths = 0
  for (const { vector, length } of outputs) {
    for (let i = 0; i < sum.length; i++) sum[i]! += length * vector[i]!
    lengths += length
  }
  return { sum, magnitude: lengths / outputs.length }
}

async function run(
  parts: OnnxEmbedderParts,
  sample: FaceSample,
  flip: boolean,
  options: CallOptions,
): Promise<UnitVector> {
  const { manifest, alignment } = parts
  const { frame, box, fivePoints, mesh } = sample
  const face = {
    box,
    rightEye: fivePoints.rightEye,
    leftEye: fivePoints.leftEye,
    fivePoints,
    ...(mesh === undefined ? {} : { mesh }),
  }
  const crop = alignmentTransform(alignment, face, manifest.input, frame.image)
  const tensor = warpToTensor(frame.image, crop, manifest.input, { border: 'black', flip })
  return networkVector(parts, tensor, options)
}
