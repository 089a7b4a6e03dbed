export type { Calibration, CalibrationProvenance, OperatingPoint } from './calibration.js'
export type { CaptureProvider, CaptureSession } from './capture-provider.js'
export type {
  DepthMap,
  DepthMethod,
  DepthProvenance,
  Distortion,
  Extrinsics,
  Intrinsics,
  PolynomialDistortion,
  RadialTableDistortion,
} from './depth-map.js'
export type {
  Comparator,
  Embedder,
  EmbeddingPopulation,
  FaceEmbedding,
  Modality,
  ReferenceVector,
} from './embedder.js'
export type {
  ChallengeSummary,
  Engine,
  EngineHealth,
  EnrolmentRequest,
  EnrolmentResult,
  FacesRequest,
  FrameReport,
  Frames,
  KeyedDigestRequest,
  LivenessSummary,
  SubjectPage,
  SubjectRequest,
  SubjectSummary,
  TransactionErrorRate,
  VerificationRequest,
  VerificationResult,
} from './engine.js'
export type { Clock, EngineEvent, EventSink, RandomSource } from './environment.js'
export { ERROR_CLASSES } from './errors/error-classes.js'
export {
  CaptureError,
  ConfigurationError,
  DisposedError,
  EmbeddingMismatchError,
  FusionError,
  ImageDecodeError,
  ImagingError,
  InferenceError,
  InvalidRequestError,
  KeyProviderError,
  ModelLoadError,
  StorageError,
  TemplateSecurityError,
} from './errors/errors.js'
export { type ErrorDetails, FacewardError, type Stage } from './errors/faceward-error.js'
export type { FaceDetection, FaceDetector, FaceMesh, FivePoints, LandmarkModel } from './face-detector.js'
export type {
  AlignedDepth,
  FaceQuality,
  FaceSample,
  HeadPose,
  Preprocessor,
  PreprocessResult,
} from './face-sample.js'
export type { Frame, FrameSource } from './frame.js'
export type {
  Decision,
  DecisionInput,
  DecisionPolicy,
  Fusion,
  FusionContext,
  FusionInput,
  FusionResult,
  FusionTerm,
  FusionWeights,
  Outcome,
} from './fusion.js'
export {
  type Box,
  CHANNELS,
  type DecodeOptions,
  type Image,
  type ImageDecoder,
  type ImageFormat,
  type Point,
} from './image.js'
export type {
  InferenceBackend,
  InferenceSession,
  ModelBytes,
  Tensor,
  TensorSpec,
  Tensors,
} from './inference-backend.js'
export {
  type AbstentionReason,
  ASSURANCE_LEVELS,
  type AssuranceLevel,
  type ChallengeTranscript,
  type CueEvidence,
  type CueFamily,
  type CueReport,
  type CueResult,
  type LivenessAssessment,
  type LivenessCue,
  type LivenessDetector,
  type LivenessEvidence,
} from './liveness.js'
export type {
  DepthOutput,
  EmbeddingOutput,
  EmbeddingTransform,
  ModelAlignment,
  ModelFile,
  ModelInput,
  ModelManifest,
  ModelOrigin,
  ModelTask,
  PinnedFile,
  WeightsLicense,
} from './model-manifest.js'
export {
  type CallOptions,
  type Plugin,
  SPECIFICATION_VERSION,
  SUPPORTED_SPECIFICATION_VERSIONS,
} from './plugin.js'
export type { Reason, ReasonCode } from './reason.js'
export type { Template, TemplatePart } from './template.js'
export type {
  KeyProvider,
  SealContext,
  SealedHeader,
  TemplateCipher,
  TemplateKey,
} from './template-cipher.js'
export {
  COLLECTIONS,
  type Collection,
  type DeleteOptions,
  type ListOptions,
  LONGEST_RECORD_NAME,
  type PutOptions,
  type RecordChange,
  type RecordKey,
  type RecordPage,
  type StoreCapabilities,
  type StoredRecord,
  type StoreHealth,
  type TemplateStore,
} from './template-store.js'
