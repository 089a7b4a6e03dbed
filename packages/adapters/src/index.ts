export type { ApiEvent, ApiEventSink } from './api-events.js'
export { type AttemptLimits, type FailureRate, nistAttemptLimits } from './attempts/attempt-limits.js'
export type { AuditEvent, ChainedEvent } from './audit/audit-event.js'
export type { AuditCheck } from './audit/audit-trail.js'
export type { ChallengeSource, GeneratedChallenge } from './challenges/challenge-book.js'
export type { ClientInfo } from './client-info.js'
export { createFaceApi } from './create-face-api.js'
export type { FaceApi } from './face-api.js'
export type { FaceApiOptions, FaceApiParts, FaceApiRules } from './face-api-options.js'
export type {
  DecodedDepth,
  DepthDeclaration,
  DepthDecodeOptions,
  DepthDecoder,
} from './frames/depth-decoder.js'
export { type ApiKeyRecord, createApiKey, type Scope } from './keys/api-key.js'
export type { ApiKeySource, ApiKeySourceHealth } from './keys/api-key-source.js'
export { openApiDocument } from './openapi/openapi-document.js'
export { faceApiOptionsFrom } from './options-from-configuration.js'
export { type ProblemDocument, problemDocument } from './problems/problem-response.js'
export { PROBLEMS, type ProblemCode } from './problems/problems.js'
export type { OverdueSubject, RetentionLimits, SweepReport } from './retention/sweep-subjects.js'
export type { DeclaredDepth, FacesLimits } from './schemas/requests.js'
