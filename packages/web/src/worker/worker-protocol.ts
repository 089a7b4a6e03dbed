import type { ComposedEngine, FrameAnalysis } from '@faceward/composition'
import type {
  ChallengeTranscript,
  Engine,
  EnrolmentRequest,
  EnrolmentResult,
  Frame,
  Image,
  VerificationRequest,
  VerificationResult,
} from '@faceward/spec'
import type { WebEngineSettings, WebLoadProgress } from '../engine/web-engine-options.js'
import type { Answer } from './answer.js'

/** Names a call, so that it can be aborted. */
export type CallId = number

/** The methods of an engine whose requests are plain data. */
export type PlainMethod =
  | 'deleteSubject'
  | 'describeSubject'
  | 'listSubjects'
  | 'pseudonym'
  | 'keyedDigest'
  | 'health'
  | 'close'

/** A request without what cannot be posted. */
export type Posted<Request> = Omit<Request, 'signal' | 'frames' | 'onFrame'>

export type PlainRequest<Method extends PlainMethod> =
  | Posted<NonNullable<Parameters<Engine[Method]>[0]>>
  | undefined
export type PlainResult<Method extends PlainMethod> = Awaited<ReturnType<Engine[Method]>>

/** What is known of an engine from the start on. */
export type EngineDescription = Pick<ComposedEngine, 'calibration' | 'thresholds' | 'modelIds'>

/** The page gives the next frame, or nothing when there is no more; `stop` says that no more is wanted. */
export type PullFrame = (wish: 'next' | 'stop') => Promise<Frame | undefined>

export type OnFrame = (analysis: FrameAnalysis) => void

/** What the worker offers to the page. Functions arrive as proxies. */
export interface WorkerEngine {
  start(
    call: CallId,
    settings: WebEngineSettings,
    onProgress: (progress: WebLoadProgress) => void,
    onNotice: (message: string) => void,
  ): Promise<Answer<EngineDescription>>
  plain<Method extends PlainMethod>(
    call: CallId,
    method: Method,
    request: PlainRequest<Method>,
  ): Promise<Answer<PlainResult<Method>>>
  enroll(
    call: CallId,
    request: Posted<EnrolmentRequest>,
    pull: PullFrame,
    onFrame: OnFrame | undefined,
  ): Promise<Answer<EnrolmentResult>>
  verify(
    call: CallId,
    request: Posted<VerificationRequest>,
    pull: PullFrame,
    onFrame: OnFrame | undefined,
  ): Promise<Answer<VerificationResult>>
  /** The frame comes back with what was seen in it. */
  analyze(
    call: CallId,
    frame: Frame,
    challenge: ChallengeTranscript | undefined,
  ): Promise<Answer<FrameAnalysis & { readonly frame: Frame }>>
  decode(call: CallId, bytes: Uint8Array): Promise<Answer<Image>>
  abort(call: CallId): void
}
