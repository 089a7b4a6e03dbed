import { parseConfiguration } from '@faceward/core'
import { createNodeBackend } from '@faceward/inference-node'
import { DEFAULT_MODELS } from '@faceward/model-pack'
import { createFileModelCache, defaultCacheFolder } from '@faceward/models-node'
import { createBlazeFaceDetector, createFaceMeshModel, createPreprocessor } from '@faceward/preprocess'
import {
  assertKnownOptions,
  type Embedder,
  type ImageDecoder,
  type ModelManifest,
  type Preprocessor,
} from '@faceward/spec'
import { createSharpDecoder } from '../images/sharp-decoder.js'
import { centralFaceDetector } from './central-face-detector.js'
import { loadEmbedder } from './load-embedder.js'
import { createModelLoader } from './model-loader.js'
import type { NodeEngineOptions } from './node-engine-options.js'

/** Options of {@link createNodeRecognition}; the same as of the engine where they share a name. */
export interface NodeRecognitionOptions
  extends Pick<
    NodeEngineOptions,
    | 'configuration'
    | 'environment'
    | 'backend'
    | 'modelCache'
    | 'decoder'
    | 'onNotice'
    | 'onProgress'
    | 'signal'
  > {
  /**
   * `as-engine`: what the engine would do, which refuses a picture that leaves open who is meant. `central`:
   * the face in the middle, as labelled data sets mean it.
   * @default 'as-engine'
   */
  readonly whichFace?: 'as-engine' | 'central'
}

/** The engine's way from a picture to an embedding, without store, keys and decisions. */
export interface NodeRecognition {
  readonly decoder: ImageDecoder
  readonly preprocessor: Preprocessor
  readonly embedder: Embedder
  /** Detector, landmarks and embedder with hashes, in one line: what a measurement holds for. */
  readonly pipeline: string
  close(): Promise<void>
}

const KEYS: readonly string[] = [
  'configuration',
  'environment',
  'backend',
  'modelCache',
  'decoder',
  'onNotice',
  'onProgress',
  'signal',
  'whichFace',
] satisfies readonly (keyof NodeRecognitionOptions)[]

/**
 * The recognition pipeline alone, for measuring and calibrating: the same models, alignment and embedder as
 * `createNodeEngine` has. The embedder need not be calibrated.
 *
 * @throws ConfigurationError, ModelLoadError
 */
export async function createNodeRecognition(options: NodeRecognitionOptions = {}): Promise<NodeRecognition> {
  assertKnownOptions('createNodeRecognition', options, KEYS)
  const { environment = process.env, signal, onProgress } = options
  const settings = parseConfiguration(options.configuration, environment)
  const loader = createModelLoader({
    backend: options.backend ?? createNodeBackend(),
    cache: options.modelCache ?? createFileModelCache({ folder: defaultCacheFolder({ environment }) }),
    onNotice: options.onNotice ?? ((message) => process.emitWarning(message, { type: 'FacewardNotice' })),
    onProgress,
    signal,
  })
  try {
    const { detector: detection, mesh } = DEFAULT_MODELS
    loader.expect(2)
    const found = createBlazeFaceDetector({ session: await loader.load(detection), manifest: detection })
    const landmarks = createFaceMeshModel({ session: await loader.load(mesh), manifest: mesh })
    const embedder = await loadEmbedder(settings.embeddingModel, settings.embeddingDim, loader)
    const detector = options.whichFace === 'central' ? centralFaceDetector(found) : found
    const preprocessor = createPreprocessor({ detector, landmarks })
    return {
      decoder: options.decoder ?? createSharpDecoder(),
      preprocessor,
      embedder,
      pipeline: [
        `${named(detection)}${options.whichFace === 'central' ? ', central face' : ''}`,
        named(mesh),
        embedder.modelId,
      ].join('; '),
      async close() {
        await Promise.all([preprocessor.dispose(), embedder.dispose()])
      },
    }
  } catch (error) {
    await loader.disposeAll()
    throw error
  }
}

const named = ({ id, file }: ModelManifest): string => `${id}@${file.sha256.slice(0, 12)}`
