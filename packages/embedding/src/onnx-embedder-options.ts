import {
  type Calibration,
  ConfigurationError,
  type EmbeddingTransform,
  type InferenceSession,
  type ModelAlignment,
  type ModelManifest,
} from '@faceward/spec'
import { transformedDimension } from './apply-transform.js'
import { invalidManifest, tensorName } from './network-tensors.js'
import type { VectorNetwork } from './network-vector.js'

/** Options of `createOnnxEmbedder`. */
export interface OnnxEmbedderOptions {
  /** The loaded model; the embedder owns it and disposes it. */
  readonly session: InferenceSession
  /** Task `face-embedding`, with `alignment` and `embedding`. */
  readonly manifest: ModelManifest
  /** Applied to the L2-normalised output; default none. */
  readonly transform?: EmbeddingTransform
  /** `average`: embed the mirrored crop too and normalise the sum. Twice the cost; default `none`. */
  readonly flip?: 'none' | 'average'
  /**
   * Default: the manifest's, unless a transform or flip averaging changes the cosines it was fitted on; then
   * none, so that the engine refuses to decide until one is fitted.
   */
  readonly calibration?: Calibration
}

const KEYS: readonly string[] = [
  'session',
  'manifest',
  'transform',
  'flip',
  'calibration',
] satisfies readonly (keyof OnnxEmbedderOptions)[]

/** What the embedder needs, checked. */
export interface OnnxEmbedderParts extends VectorNetwork {
  readonly alignment: ModelAlignment
  readonly transform: EmbeddingTransform | undefined
  readonly flip: 'none' | 'average'
  readonly calibration: Calibration | undefined
  readonly dimension: number
}

/**
 * @throws ConfigurationError `invalid-options` naming the key, ModelLoadError `invalid-manifest` when the
 * manifest does not describe an embedder or does not fit the model.
 */
export function parseOnnxEmbedderOptions(options: OnnxEmbedderOptions): OnnxEmbedderParts {
  const { session, manifest, transform, flip = 'none' } = options
  const issues = Object.keys(options)
    .filter((key) => !KEYS.includes(key))
    .map((key) => ({ key, message: `not an option; expected one of ${KEYS.join(', ')}` }))
  if (flip !== 'none' && flip !== 'average') {
    issues.push({ key: 'flip', message: "expected 'none' or 'average'" })
  }
  if (issues.length > 0) {
    const list = issues.map(({ key, message }) => `${key}: ${message}`).join('; ')
    throw new ConfigurationError(`createOnnxEmbedder: ${list}.`, { code: 'invalid-options', issues })
  }
  const { alignment, embedding: output } = manifest
  const isColor = manifest.task === 'face-embedding' && (manifest.input.channels ?? 'color') === 'color'
  if (!isColor || alignment === undefined || output === undefined) {
    throw invalidManifest(
      manifest,
      "a colour embedder's manifest has task 'face-embedding', an alignment and an embedding",
    )
  }
  const plain = transform === undefined && flip === 'none'
  return {
    session,
    manifest,
    alignment,
    output,
    inputName: tensorName(manifest, 'input', session.inputs, manifest.input.name),
    outputName: tensorName(manifest, 'output', session.outputs, output.name),
    transform,
    flip,
    calibration: options.calibration ?? (plain ? manifest.calibration : undefined),
    dimension: transformedDimension(transform, output.dimension),
  }
}
