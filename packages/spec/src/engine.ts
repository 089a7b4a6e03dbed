import type { Frame } from './frame.js'
import type { FusionTerm, Outcome } from './fusion.js'
import type { AssuranceLevel, ChallengeTranscript, CueReport } from './liveness.js'
import type { CallOptions } from './plugin.js'
import type { Reason } from './reason.js'
import type { RecordChange } from './template-store.js'

/** Frames of one capture: at hand, or as they come from a camera. */
export type Frames = Iterable<Frame> | AsyncIterable<Frame>

export interface FacesRequest extends CallOptions {
  /** Who the person claims to be: 1 to 256 characters. */
  readonly subjectId: string
  readonly tenantId?: string
  readonly frames: Frames
  readonly challenge?: ChallengeTranscript
  /**
   * What this capture has to show before faces are compared at all: with less, an enrolment is refused and a
   * verification is to be tried again, reason `assurance_too_low`. Default `none`; a policy may ask for more.
   */
  readonly minimumAssurance?: AssuranceLevel
}

export interface EnrolmentRequest extends FacesRequest {
  /**
   * Who may take the place of an existing template; without it an enrolled subject is refused with
   * `already_enrolled`. `same-person`: whoever matches it as a verification would, others are refused with
   * `template_of_another_person`. `anybody`: without a comparison, which is the operator's to allow.
   */
  readonly replace?: 'same-person' | 'anybody'
  /**
   * Records to be written in one step with the template, all or none: an audit event, say. Asked again when somebody
   * else wrote in between, so it must not have effects of its own. Not asked when nothing is stored.
   */
  readonly alongside?: (enrolled: { readonly replaced: boolean }) => Promise<readonly RecordChange[]>
  /** Where the person's consent is on record, 1 to 256 characters; kept sealed in the template. */
  readonly consentReference?: string
}

export interface VerificationRequest extends FacesRequest {
  /**
   * How a claim for a subject nobody enrolled is answered. `say` (default): rejected with `unknown_subject`.
   * `conceal`: compared with a decoy template and answered as a stranger's claim would be, scores included,
   * for callers who must not learn who is enrolled. A decoy is never accepted.
   */
  readonly unknownSubject?: 'say' | 'conceal'
}

/** What became of one frame, in the order given. */
export interface FrameReport {
  readonly index: number
  readonly used: boolean
  readonly reasons: readonly Reason[]
  /** Frame-level liveness, where a cue judged this frame. */
  readonly liveness?: number
  /** Where the shape that went with the frame comes from, if one did; only `sensed` depth is evidence (rule 3). */
  readonly depth?: 'sensed' | 'estimated'
  /** Calibrated similarity to the reference (verify only, compared frames only). */
  readonly similarity?: number
}

export interface LivenessSummary {
  readonly status: 'scored' | 'not_assessed'
  readonly score?: number
  readonly assurance: AssuranceLevel
  readonly cues: readonly CueReport[]
  /** Present when the capture was to answer a challenge. */
  readonly challenge?: ChallengeSummary
}

/** What was made of a challenge. One that could not be judged is not answered. */
export interface ChallengeSummary {
  readonly status: 'answered' | 'failed' | 'not_judged'
  /** How hard it was to foresee, bits; as its transcript says. */
  readonly strengthBits?: number
}

/**
 * What a stranger could gain by one verification, however many frames or pictures came: the false match rate of the
 * whole transaction (FAR of ISO/IEC 19795-1, zero-effort), as far as the calibration states it.
 */
export interface TransactionErrorRate {
  /** Comparisons that could have accepted him. */
  readonly comparisons: number
  /** False match rate of one comparison at the accept threshold: the calibration's point at or below it. */
  readonly comparisonFmr: number
  /** Upper bound of the transaction's: the sum over its comparisons, each at the threshold that it had. */
  readonly transactionFmr: number
}

export interface EnrolmentResult {
  readonly decision: 'enrolled' | 'refused'
  /** True when an existing template was replaced. */
  readonly replaced?: boolean
  /** Mean agreement of the used samples with the reference on the calibrated scale, 0..1; 0 when refused. */
  readonly confidence: number
  readonly message: string
  readonly reasons: readonly Reason[]
  readonly liveness: LivenessSummary
  readonly frames: readonly FrameReport[]
}

export interface VerificationResult {
  readonly decision: Outcome
  /** The fused score of the deciding comparison, 0..1; 0 when nothing was compared. */
  readonly confidence: number
  readonly message: string
  /** True only for accept. */
  readonly match: boolean
  readonly reasons: readonly Reason[]
  readonly liveness: LivenessSummary
  /** Calibrated similarity of the deciding comparison: of the best frames joined, or of the best one alone. */
  readonly similarity?: number
  readonly fusionScore?: number
  readonly contributions: Readonly<Partial<Record<FusionTerm, number>>>
  readonly assurance: AssuranceLevel
  readonly policyId: string
  readonly frames: readonly FrameReport[]
  /** Present when something was compared and the embedder's calibration states a rate for the threshold. */
  readonly errorRate?: TransactionErrorRate
}

/** Metadata of an enrolled subject; never an embedding. */
export interface SubjectSummary {
  readonly subjectId: string
  readonly enrolledAtMs: number
  readonly modelIds: readonly string[]
  readonly sampleCount: number
  readonly quality: number
  readonly revision: number
  readonly keyId: string
  readonly consentReference?: string
}

export interface SubjectPage {
  readonly subjects: readonly SubjectSummary[]
  readonly nextCursor?: string
}

export interface SubjectRequest extends CallOptions {
  readonly subjectId: string
  readonly tenantId?: string
}

export interface KeyedDigestRequest extends CallOptions {
  readonly tenantId?: string
  /** 1 to 64 characters. */
  readonly purpose: string
  readonly text: string
}

export interface EngineHealth {
  readonly status: 'ok' | 'failing'
  readonly parts: Readonly<Record<string, { readonly status: 'ok' | 'failing'; readonly detail?: string }>>
}

/** A face verification engine: 1:1 comparison against sealed templates. */
export interface Engine {
  enroll(request: EnrolmentRequest): Promise<EnrolmentResult>
  verify(request: VerificationRequest): Promise<VerificationResult>
  /** Deletes everything kept of a subject. */
  deleteSubject(request: SubjectRequest): Promise<{ readonly deletedRecords: number }>
  describeSubject(request: SubjectRequest): Promise<SubjectSummary | undefined>
  listSubjects(
    request?: CallOptions & { tenantId?: string; cursor?: string; limit?: number },
  ): Promise<SubjectPage>
  /** The name the store knows a subject by; records an application keeps under it go with the subject. */
  pseudonym(request: SubjectRequest): Promise<string>
  /**
   * HMAC-SHA256 of a text under the tenant's sealed index key, base64url. `purpose` keeps digests of different
   * uses, and the subjects' pseudonyms, apart: equal texts give unrelated digests.
   */
  keyedDigest(request: KeyedDigestRequest): Promise<string>
  health(options?: CallOptions): Promise<EngineHealth>
  /** Releases models, store and keys; calling it again does nothing. */
  close(): Promise<void>
}
