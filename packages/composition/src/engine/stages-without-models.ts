import {
  type Calibration,
  ConfigurationError,
  type Embedder,
  type Preprocessor,
  SPECIFICATION_VERSION,
} from '@faceward/spec'

const NO_MODELS = 'no-models'

/** States no error rate, and nothing is ever compared with it. */
const UNUSED_CALIBRATION: Calibration = {
  kind: 'logistic',
  slope: 1,
  midpoint: 0,
  operatingPoints: [],
  provenance: {
    dataset: 'none',
    matedComparisons: 0,
    nonMatedComparisons: 0,
    subjects: 0,
    date: '2026-11-22',
    command: 'none',
    pipeline: 'none',
  },
}

/**
 * Stages for an engine that only lists, describes and deletes subjects: it starts at once, and works when the
 * models do not. What would need a model throws ConfigurationError.
 */
export function stagesWithoutModels(): { readonly preprocessor: Preprocessor; readonly embedder: Embedder } {
  const refuse = (): never => {
    throw new ConfigurationError(
      "This engine was started with models: 'none': it can list, describe and delete subjects only.",
      { code: 'incompatible-composition' },
    )
  }
  const common = {
    specificationVersion: SPECIFICATION_VERSION,
    id: NO_MODELS,
    dispose: async () => {},
  } as const
  return {
    preprocessor: { ...common, process: async () => refuse() },
    embedder: {
      ...common,
      modality: 'rgb',
      modelId: NO_MODELS,
      dimension: 0,
      placeholder: true,
      calibration: UNUSED_CALIBRATION,
      embed: async () => refuse(),
      aggregate: refuse,
    },
  }
}
