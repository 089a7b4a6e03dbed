export { assertFeeds } from './assert-feeds.js'
export type { Calibration, CalibrationProvenance, OperatingPoint } from './calibration.js'
export type { CaptureProvider, CaptureSession } from './capture-provider.js'
export { type Deadline, withDeadline } from './deadline.js'
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
export { copyOfError, type ErrorCopy, errorOfCopy } from './errors/error-copy.js'
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
export { decodeListCursor, encodeListCursor, type ListPosition, listLimit } from './list-cursor.js'
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
  ModelInput,
  ModelManifest,
  ModelOrigin,
  ModelTask,
  PinnedFile,
  WeightsLicense,
} from './model-manifest.js'
export {
  assertKnownOptions,
  type OptionIssue,
  outsideRange,
  refuseIssues,
  unknownKeys,
} from './option-checks.js'
export {
  type CallOptions,
  type Plugin,
  SPECIFICATION_VERSION,
  SUPPORTED_SPECIFICATION_VERSIONS,
} from './plugin.js'
export { readLimited } from './read-limited.js'
export type { Reason, ReasonCode } from './reason.js'
export { assertRecordChanges, inLockingOrder } from './record-changes.js'
export { frameRecord, unframeRecord } from './record-frame.js'
export {
  assertCollection,
  assertRecordKey,
  assertRecordName,
  COLLECTIONS,
  LONGEST_RECORD_NAME,
} from './record-key.js'
export { revisionConflict } from './revision-conflict.js'
export { createStoreProbe, PROBE_BYTES, type StoreProbe } from './store-probe.js'
export type { Template, TemplatePart } from './template.js'
export type {
  KeyProvider,
  SealContext,
  SealedHeader,
  TemplateCipher,
  TemplateKey,
} from './template-cipher.js'
export type {
  Collection,
  DeleteOptions,
  ListOptions,
  PutOptions,
  RecordChange,
  RecordKey,
  RecordPage,
  StoreCapabilities,
  StoredRecord,
  StoreHealth,
  TemplateStore,
} from './template-store.js'
