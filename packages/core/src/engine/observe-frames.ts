import {
  type FaceSample,
  type FacesRequest,
  type FrameReport,
  InvalidRequestError,
  type LivenessAssessment,
  type Reason,
} from '@faceward/spec'
import type { ResolvedEngineOptions } from './engine-options.js'
import type { EngineParts } from './engine-parts.js'

/** A usable sample, with what liveness says of its frame. */
export interface ObservedSample {
  /** Index of its frame in the request. */
  readonly index: number
  readonly sample: FaceSample
  readonly liveness?: number
}

/** What was seen in a capture before any identity is looked at. */
export interface Observation {
  readonly samples: readonly ObservedSample[]
  readonly liveness: LivenessAssessment
  /** Frames that gave no sample. */
  readonly refused: readonly FrameReport[]
}

/** Preprocesses the frames of a request in order and assesses liveness over all of them together. */
export async function observeFrames(
  parts: EngineParts,
  options: ResolvedEngineOptions,
  request: FacesRequest,
): Promise<Observation> {
  const call = request.signal === undefined ? {} : { signal: request.signal }
  const found: { index: number; sample: FaceSample }[] = []
  const refused: FrameReport[] = []
  let index = 0
  for await (const frame of request.frames) {
    request.signal?.throwIfAborted()
    const result = await parts.preprocessor.process(frame, call)
    if (result.status === 'usable') found.push({ index, sample: result.sample })
    else refused.push({ index, used: false, reasons: result.reasons })
    index++
    if (index === options.maximumFrames) break
  }
  if (index === 0) throw new InvalidRequestError('No frames were given: at least one picture is needed.')
  const samples = found.map(({ sample }) => sample)
  const liveness = await parts.liveness.assess(
    { samples, ...(request.challenge ? { challenge: request.challenge } : {}) },
    call,
  )
  return {
    samples: found.map((entry, position) => {
      const frameScore = liveness.frameScores[position]
      return frameScore === undefined ? entry : { ...entry, liveness: frameScore }
    }),
    liveness,
    refused,
  }
}

/** The distinct reasons of the given reports, most frequent first. */
export function commonReasons(reports: readonly FrameReport[]): readonly Reason[] {
  const counted = new Map<string, { reason: Reason; count: number }>()
  for (const found of reports.flatMap(({ reasons }) => reasons)) {
    const entry = counted.get(found.code)
    if (entry === undefined) counted.set(found.code, { reason: found, count: 1 })
    else entry.count++
  }
  return [...counted.values()].sort((a, b) => b.count - a.count).map((entry) => entry.reason)
}
