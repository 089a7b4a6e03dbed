import {
  ARCFACE_CROP_SIZE,
  alignmentTransform,
  applySimilarity,
  invertSimilarity,
  type SimilarityTransform,
  warpToTensor,
} from '@faceward/imaging'
import { refuseIssues, unknownKeys } from '@faceward/plugin-kit'
import {
  DisposedError,
  InferenceError,
  type InferenceSession,
  ModelLoadError,
  type ModelManifest,
  SPECIFICATION_VERSION,
} from '@faceward/spec'
import { modelIo, runModel, valuesOf } from '../model-io.js'
import type { DepthEstimator } from './depth-estimator.js'

/** Options of {@link createDepthNetwork}. */
export interface DepthNetworkOptions {
  /** The loaded model; the estimator owns it and disposes it. */
  readonly session: InferenceSession
  /**
   * Task `depth-estimation`, `depth` (what the output means), an `alignment` for the cut, best `box-upright` with a
   * scale of 2 or more: such networks need to see what is around a face. The output is as large as the input.
   */
  readonly manifest: ModelManifest
}

/**
 * A monocular depth network (MiDaS, Depth Anything): what the picture would be in three dimensions. It answers a
 * good print as it answers a face, so what comes of it is `estimated` and no evidence of anything (rule 3).
 *
 * @throws ConfigurationError `invalid-options`; ModelLoadError `invalid-manifest` when manifest and model do not
 * fit. `estimate` throws InferenceError, and DisposedError after `dispose`.
 * @see R. Ranftl et al., "Towards robust monocular depth estimation", TPAMI 2022; L. Yang et al., "Depth Anything
 * V2", 2024: both give inverse depth up to scale and shift.
 */
export function createDepthNetwork(options: DepthNetworkOptions): DepthEstimator {
  refuseIssues('createDepthNetwork', unknownKeys(options, ['session', 'manifest']))
  const { session, manifest } = options
  const { alignment, depth: output, input } = manifest
  if (alignment === undefined || output === undefined) {
    throw new ModelLoadError(
      `The manifest of '${manifest.id}' does not fit: a depth network needs an alignment and a depth.`,
      { code: 'invalid-manifest' },
    )
  }
  const name = output.name ?? (session.outputs.length === 1 ? session.outputs[0]!.name : undefined)
  const named = name === undefined ? manifest : { ...manifest, outputs: { depth: name } }
  const io = modelIo(session, named, 'depth-estimation', ['depth'])
  const nearer = output.quantity === 'inverse-depth' ? 1 : -1
  const state = { disposed: false }
  return {
    specificationVersion: SPECIFICATION_VERSION,
    id: manifest.id,
    async estimate(image, face, cropToImage, call = {}) {
      call.signal?.throwIfAborted()
      if (state.disposed) throw new DisposedError(`The depth network '${manifest.id}'`)
      const cut = alignmentTransform(alignment, face, input, image)
      const values = await runModel(io, warpToTensor(image, cut, input), call)
      const map = valuesOf(io, values, 'depth', input.width * input.height)
      if (!map.every(Number.isFinite)) {
        throw new InferenceError(`The model '${manifest.id}' returned depth that is not finite.`, {
          code: 'backend-failure',
        })
      }
      return nearness(map, input, nearer, cropToImage, invertSimilarity(cut))
    },
    async dispose() {
      state.disposed = true
      await session.dispose()
    },
  }
}

/** The network's map on the colour crop, between its pixels. */
function nearness(
  map: Float32Array,
  { width, height }: { readonly width: number; readonly height: number },
  sign: 1 | -1,
  cropToImage: SimilarityTransform,
  imageToMap: SimilarityTransform,
): Float32Array {
  const size = ARCFACE_CROP_SIZE
  return Float32Array.from({ length: size * size }, (_, i) => {
    const inImage = applySimilarity(cropToImage, { x: (i % size) + 0.5, y: Math.floor(i / size) + 0.5 })
    const { x, y } = applySimilarity(imageToMap, inImage)
    if (x < 0 || y < 0 || x > width || y > height) return Number.NaN
    const left = Math.min(Math.max(x - 0.5, 0), width - 1.001)
    const top = Math.min(Math.max(y - 0.5, 0), height - 1.001)
    const at = Math.floor(top) * width + Math.floor(left)
    const across = left - Math.floor(left)
    const down = top - Math.floor(top)
    const above = map[at]! + across * (map[at + 1]! - map[at]!)
    const below = map[at + width]! + across * (map[at + width + 1]! - map[at + width]!)
    return sign * (above + down * (below - above))
  })
}
