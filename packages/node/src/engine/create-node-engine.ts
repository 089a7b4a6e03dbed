import { createEngine, type EngineParts } from '@faceward/core'
import { createCalibratedComparator, createGatedPolicy } from '@faceward/fusion'
import { createNodeBackend } from '@faceward/inference-node'
import { createDefaultCues, createDepthConsistencyCue, createLivenessDetector } from '@faceward/liveness'
import { createFileModelCache, defaultCacheFolder } from '@faceward/models-node'
import { type Calibration, ConfigurationError, type Engine, type ImageDecoder } from '@faceward/spec'
import { systemClock } from '../environment/system-clock.js'
import { systemRandom } from '../environment/system-random.js'
import { createSharpDecoder } from '../images/sharp-decoder.js'
import { loadEmbedder } from './load-embedder.js'
import { loadFusion } from './load-fusion.js'
import { depthUse, loadPreprocessor } from './load-preprocessor.js'
import { createModelLoader, type ModelLoader } from './model-loader.js'
import {
  type NodeEngineOptions,
  type ResolvedNodeEngineOptions,
  resolveNodeEngineOptions,
} from './node-engine-options.js'
import { openVault } from './open-node-vault.js'
import { stagesWithoutModels } from './stages-without-models.js'

/** An engine with what an application on Node needs beside it. */
export interface NodeEngine extends Engine {
  /** Turns picture files into images, with limits. */
  readonly decoder: ImageDecoder
  /** The calibration of the colour embedder: what error rates the similarity stands for. */
  readonly calibration: Calibration | undefined
  /** Where accept begins and reject ends, unless a policy of your own was given. */
  readonly thresholds: { readonly accept: number; readonly reject: number }
  /** The model ids of new templates: colour, then depth if there is one. */
  readonly modelIds: readonly string[]
}

/**
 * A ready engine: the default models on onnxruntime, liveness, fusion and decision by the configuration,
 * templates sealed under the keys of the environment and kept in SQLite. Any part can be replaced. The first
 * start converts the models, which takes a few seconds; later ones find them in the user's cache folder.
 *
 * `close` releases models, store and keys. When the start fails, what it had opened is released.
 *
 * @throws ConfigurationError for wrong settings, a missing or weak key, parts that do not fit together;
 * ModelLoadError; StorageError.
 */
export async function createNodeEngine(options: NodeEngineOptions = {}): Promise<NodeEngine> {
  const resolved = resolveNodeEngineOptions(options)
  const { parts, settings, signal } = resolved
  signal?.throwIfAborted()
  const decoder = resolved.decoder ?? createSharpDecoder()
  const fusion = parts.fusion ?? (await loadFusion(settings))
  const policy =
    parts.policy ??
    createGatedPolicy({
      ...resolved.policy,
      acceptThreshold: settings.acceptThreshold,
      rejectThreshold: settings.rejectThreshold,
    })
  const loader = createLoader(resolved)
  // What a start can fail at soonest comes first.
  const opened = await openVault(resolved)
  try {
    const stages = await openStages(resolved, loader)
    const composed: EngineParts = {
      ...parts,
      ...opened,
      ...stages,
      liveness: parts.liveness ?? createLiveness(resolved),
      comparator: parts.comparator ?? createCalibratedComparator(),
      fusion,
      policy,
      clock: parts.clock ?? systemClock,
      random: parts.random ?? systemRandom,
    }
    const engine = createEngine(composed, {
      ...resolved.engine,
      enrollmentMinSamples: settings.enrollmentMinSamples,
      ...(resolved.models === 'none' ? { allowPlaceholder: true } : {}),
    })
    const thresholds = { accept: settings.acceptThreshold, reject: settings.rejectThreshold }
    return { ...engine, decoder, thresholds, ...describeModels(resolved, composed) }
  } catch (error) {
    await Promise.allSettled([loader.disposeAll(), opened.store.close(), opened.cipher.dispose()])
    throw error
  }
}

type Stages = Pick<EngineParts, 'embedder' | 'preprocessor'>

async function openStages(options: ResolvedNodeEngineOptions, loader: ModelLoader): Promise<Stages> {
  const { models, parts, settings } = options
  if (models === 'none') return stagesWithoutModels()
  const [embedder, preprocessor] = await bothOf(
    parts.embedder ?? loadEmbedder(settings.embeddingModel, settings.embeddingDim, loader),
    parts.preprocessor ?? loadPreprocessor(loader, depthUse(settings)),
  )
  return { embedder, preprocessor }
}

function describeModels(
  { models }: ResolvedNodeEngineOptions,
  { embedder, depthEmbedder }: EngineParts,
): Pick<NodeEngine, 'calibration' | 'modelIds'> {
  if (models === 'none') return { calibration: undefined, modelIds: [] }
  const modelIds = [embedder, depthEmbedder].flatMap((it) => (it ? [it.modelId] : []))
  return { calibration: embedder.calibration, modelIds }
}

/** Waits for both also when one fails, so that nothing is still loading when the start gives up. */
async function bothOf<One, Other>(
  one: Promise<One> | One,
  other: Promise<Other> | Other,
): Promise<[One, Other]> {
  await Promise.allSettled([one, other])
  return [await one, await other]
}

function createLoader(options: ResolvedNodeEngineOptions): ModelLoader {
  const { environment, onNotice, onProgress, settings, signal } = options
  if (options.backend === undefined && settings.device !== 'cpu') {
    const message = `is ${settings.device}, which onnxruntime-node of this package does not run on. Set it to cpu, or give a backend.`
    throw new ConfigurationError(`DEVICE ${message}`, {
      code: 'incompatible-composition',
      issues: [{ key: 'DEVICE', message }],
    })
  }
  return createModelLoader({
    backend: options.backend ?? createNodeBackend(),
    cache: options.modelCache ?? createFileModelCache({ folder: defaultCacheFolder({ environment }) }),
    onNotice,
    onProgress,
    signal,
  })
}

function createLiveness({ settings }: ResolvedNodeEngineOptions) {
  const cues = createDefaultCues({
    textureSpoofThreshold: settings.textureSpoofThreshold,
    microMotionMinVariance: settings.microMotionMinVariance,
  })
  // Without depth in its samples the cue could only abstain.
  const depth = createDepthConsistencyCue({ threshold: settings.depthConsistencyThreshold })
  return createLivenessDetector({ cues: settings.preferDepth ? [...cues, depth] : cues })
}
