import {
  type Calibration,
  ConfigurationError,
  type Embedder,
  type InferenceSession,
  type ModelManifest,
} from '@faceward/spec'
import { onnxEmbedder } from './onnx-embedder.js'

/** Options of {@link createPlaceholderEmbedder}. */
export interface PlaceholderEmbedderOptions {
  /** A loaded placeholder network; the embedder owns it and disposes it. */
  readonly session: InferenceSession
  /** Its manifest: `origin.kind` is `'built'`. */
  readonly manifest: ModelManifest
}

/** A curve so that the plumbing runs through to a decision. It was fitted on nothing and states no error rate. */
const NOMINAL_CALIBRATION: Calibration = {
  kind: 'logistic',
  slope: 10,
  midpoint: 0.5,
  operatingPoints: [],
  provenance: {
    dataset: 'none: a placeholder recognises nobody',
    matedComparisons: 0,
    nonMatedComparisons: 0,
    subjects: 0,
    date: '2026-11-22',
    command: 'none',
    pipeline: 'none',
  },
}

/**
 * An embedder that **recognises nobody**: a network of random weights, for tests and for trying the
 * plumbing. It says so in `placeholder: true`, which the engine refuses unless told otherwise, and its ids
 * start with `placeholder`. Its calibration was fitted on nothing and states no error rate; whatever is decided
 * with it means nothing.
 *
 * @throws ConfigurationError `invalid-options` for a manifest that is not built in code.
 */
export function createPlaceholderEmbedder({ session, manifest }: PlaceholderEmbedderOptions): Embedder {
  if (manifest.origin.kind !== 'built') {
    throw new ConfigurationError(`'${manifest.id}' is no placeholder: use createOnnxEmbedder.`, {
      code: 'invalid-options',
      issues: [{ key: 'manifest', message: "expected origin.kind 'built'" }],
    })
  }
  const id = manifest.id.startsWith('placeholder') ? manifest.id : `placeholder-${manifest.id}`
  const options = { session, manifest: { ...manifest, id }, calibration: NOMINAL_CALIBRATION }
  return { ...onnxEmbedder(options), placeholder: true }
}
