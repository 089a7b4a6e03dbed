import { type Configuration, createEngine, type EngineOptions, type EngineParts } from '@faceward/core'
import { createCalibratedComparator, createGatedPolicy, type GatedPolicyOptions } from '@faceward/fusion'
import { createDefaultCues, createDepthConsistencyCue, createLivenessDetector } from '@faceward/liveness'
import type { PreprocessorOptions } from '@faceward/preprocess'
import type {
  Calibration,
  Clock,
  Engine,
  LivenessDetector,
  Preprocessor,
  RandomSource,
  TemplateCipher,
  TemplateStore,
} from '@faceward/spec'
import { loadDepthEmbedder } from './load-depth-models.js'
import { loadEmbedder } from './load-embedder.js'
import { loadFusion, type ReadText } from './load-fusion.js'
import { depthUse, loadDefaultPreprocessor } from './load-preprocessor.js'
import type { ModelLoader } from './model-loader.js'
import type { LoadOwnModel } from './model-source.js'
import { stagesWithoutModels } from './stages-without-models.js'

/** What an application may change of how the default engine is put together. */
export interface CompositionChoices {
  /** What of core's engine options the configuration does not hold. */
  readonly engine?: Omit<EngineOptions, 'enrollmentMinSamples'>
  /** What of the decision policy the configuration does not hold. */
  readonly policy?: Omit<GatedPolicyOptions, 'acceptThreshold' | 'rejectThreshold'>
  /** Parts to use in place of the default ones; what they replace is not loaded. The engine owns and closes them. */
  readonly parts?: Partial<EngineParts>
  /**
   * `none`: load no models, for an engine that lists, describes and deletes subjects only. It starts at once, and
   * works when the models do not. Default `load`.
   */
  readonly models?: 'load' | 'none'
}

/** What a platform brings. */
export interface Platform {
  readonly loader: ModelLoader
  readonly loadOwn: LoadOwnModel
  readonly readText: ReadText
  readonly openVault: () => Promise<{ readonly store: TemplateStore; readonly cipher: TemplateCipher }>
  readonly clock: Clock
  readonly random: RandomSource
  /** Wraps the preprocessor, to tell of what it sees; `createPreprocessor` by default. */
  readonly createPreprocessor?: (options: PreprocessorOptions) => Preprocessor
}

/** An engine with what it says of itself. */
export interface ComposedEngine extends Engine {
  /** The calibration of the colour embedder: what error rates the similarity stands for. */
  readonly calibration: Calibration | undefined
  /** Where accept begins and reject ends, unless a policy of your own was given. */
  readonly thresholds: { readonly accept: number; readonly reject: number }
  /** The model ids of new templates: colour, then depth if there is one. */
  readonly modelIds: readonly string[]
}

/**
 * Puts the default engine together by the settings, on what a platform brings. When it fails, what was opened is
 * released.
 *
 * @throws ConfigurationError, ModelLoadError, StorageError.
 */
export async function composeEngine(
  settings: Configuration,
  choices: CompositionChoices,
  platform: Platform,
): Promise<ComposedEngine> {
  const { parts = {}, models = 'load' } = choices
  const thresholds = { accept: settings.acceptThreshold, reject: settings.rejectThreshold }
  const fusion = parts.fusion ?? (await loadFusion(settings, platform.readText))
  const policy =
    parts.policy ??
    createGatedPolicy({
      ...choices.policy,
      acceptThreshold: thresholds.accept,
      rejectThreshold: thresholds.reject,
      ...(settings.requireAssurance === undefined ? {} : { requireAssurance: settings.requireAssurance }),
    })
  // What a start can fail at soonest comes first.
  const opened = await platform.openVault()
  try {
    const composed: EngineParts = {
      ...parts,
      ...opened,
      ...(models === 'none' ? stagesWithoutModels() : await openStages(settings, parts, platform)),
      liveness: parts.liveness ?? defaultLiveness(settings),
      comparator: parts.comparator ?? createCalibratedComparator(),
      fusion,
      policy,
      clock: parts.clock ?? platform.clock,
      random: parts.random ?? platform.random,
    }
    const engine = createEngine(composed, {
      ...choices.engine,
      enrollmentMinSamples: settings.enrollmentMinSamples,
      ...(models === 'none' ? { allowPlaceholder: true } : {}),
    })
    const described = models === 'none' ? { calibration: undefined, modelIds: [] } : describeModels(composed)
    return { ...engine, thresholds, ...described }
  } catch (error) {
    await Promise.allSettled([platform.loader.disposeAll(), opened.store.close(), opened.cipher.dispose()])
    throw error
  }
}

async function openStages(
  settings: Configuration,
  parts: Partial<EngineParts>,
  { loader, loadOwn, createPreprocessor }: Platform,
): Promise<Pick<EngineParts, 'embedder' | 'depthEmbedder' | 'preprocessor'>> {
  const { embeddingModel: model, embeddingDim: dimension } = settings
  const own = { loader, loadOwn }
  const depth = depthUse(settings)
  const [embedder, preprocessor, depthEmbedder] = await allOf([
    parts.embedder ?? loadEmbedder({ model, dimension, loader, loadOwn }),
    parts.preprocessor ??
      loadDefaultPreprocessor(own, settings.depthEstimationModel, depth, createPreprocessor),
    parts.depthEmbedder ?? loadDepthEmbedder(settings.depthEmbeddingModel, depth, own),
  ])
  return { embedder, preprocessor, ...(depthEmbedder ? { depthEmbedder } : {}) }
}

/** Waits for all also when one fails, so that nothing is still loading when the start gives up. */
async function allOf<Parts extends readonly unknown[]>(
  parts: readonly [...Parts],
): Promise<{ -readonly [Part in keyof Parts]: Awaited<Parts[Part]> }> {
  await Promise.allSettled(parts)
  return Promise.all(parts)
}

function describeModels({
  embedder,
  depthEmbedder,
}: EngineParts): Pick<ComposedEngine, 'calibration' | 'modelIds'> {
  const modelIds = [embedder, depthEmbedder].flatMap((it) => (it ? [it.modelId] : []))
  return { calibration: embedder.calibration, modelIds }
}

/** The default cues, and the depth cue where depth is looked at: without depth in its samples it could only abstain. */
function defaultLiveness(settings: Configuration): LivenessDetector {
  const { textureSpoofThreshold, microMotionMinVariance } = settings
  const cues = createDefaultCues({ textureSpoofThreshold, microMotionMinVariance })
  const depth = createDepthConsistencyCue({ threshold: settings.depthConsistencyThreshold })
  return createLivenessDetector({ cues: settings.preferDepth ? [...cues, depth] : cues })
}
