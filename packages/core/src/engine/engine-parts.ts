import type {
  Clock,
  Comparator,
  DecisionPolicy,
  Embedder,
  EventSink,
  Fusion,
  LivenessDetector,
  Preprocessor,
  RandomSource,
  TemplateCipher,
  TemplateStore,
} from '@faceward/spec'

/** What an engine is composed of. Core knows these interfaces only, never a concrete plugin. */
export interface EngineParts {
  readonly preprocessor: Preprocessor
  readonly liveness: LivenessDetector
  /** The colour embedder; it must carry a calibration. */
  readonly embedder: Embedder
  /** The depth embedder, where depth should count in the similarity. */
  readonly depthEmbedder?: Embedder
  readonly comparator: Comparator
  readonly fusion: Fusion
  readonly policy: DecisionPolicy
  readonly store: TemplateStore
  readonly cipher: TemplateCipher
  readonly clock: Clock
  readonly random: RandomSource
  readonly events?: EventSink
}
