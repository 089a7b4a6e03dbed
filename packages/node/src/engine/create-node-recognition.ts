import { createModelLoader, loadEmbedder, loadFaceFinders } from '@faceward/composition'
import { parseConfiguration } from '@faceward/core'
import { DEFAULT_MODELS } from '@faceward/model-pack'
import { createFileModelCache, defaultCacheFolder } from '@faceward/models-node'
import { assertKnownOptions, modelName } from '@faceward/plugin-kit'
import { createPreprocessor } from '@faceward/preprocess'
import type { Embedder, ImageDecoder, Preprocessor } from '@faceward/spec'
import { createSharpDecoder } from '../images/sharp-decoder.js'
import { centralFaceDetector } from './central-face-detector.js'
import { nodeBackend } from './node-backend.js'
import type { NodeEngineOptions } from './node-engine-options.js'
import { loadOwnModel, nodeModelSource } from './node-model-source.js'

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
  const cache = options.modelCache ?? createFileModelCache({ folder: defaultCacheFolder({ environment }) })
  const onNotice =
    options.onNotice ?? ((message: string) => process.emitWarning(message, { type: 'FacewardNotice' }))
  const loader = createModelLoader({
    backend: nodeBackend(options.backend, settings, onNotice),
    bytesOf: nodeModelSource(cache),
    onProgress,
    signal,
  })
  try {
    const { detector: found, landmarks } = await loadFaceFinders(loader)
    const { embeddingModel: model, embeddingDim: dimension } = settings
    const embedder = await loadEmbedder({ model, dimension, loader, loadOwn: loadOwnModel })
    const detector = options.whichFace === 'central' ? centralFaceDetector(found) : found
    const preprocessor = createPreprocessor({ detector, landmarks })
    return {
      decoder: options.decoder ?? createSharpDecoder(),
      preprocessor,
      embedder,
      pipeline: [
        `${modelName(DEFAULT_MODELS.detector)}${options.whichFace === 'central' ? ', central face' : ''}`,
        modelName(DEFAULT_MODELS.mesh),
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
