import type { Calibration, CallOptions, FaceEmbedding, LivenessAssessment } from '@faceward/spec'
import { embedColor } from './embed-color.js'
import type { EngineParts } from './engine-parts.js'
import type { ObservedSample } from './observe-frames.js'

/** Samples of a stream that are compared with the accepted one. */
const LOOKED_AT = 3

/** Whether the liveness detector found that the samples are not one face's track. */
export function hasLostTrack({ reasons }: LivenessAssessment): boolean {
  return reasons.some(({ code }) => code === 'face_track_lost')
}

/**
 * Whether the person whose face was compared is the one who showed to be alive: the first, the middle and the last
 * sample of a stream must resemble the compared one at least this much. Stills are no session and are not compared.
 */
export async function isOnePerson(
  parts: EngineParts,
  samples: readonly ObservedSample[],
  compared: { readonly sample: ObservedSample; readonly rgb: FaceEmbedding },
  leastSimilarity: number,
  call: CallOptions,
): Promise<boolean> {
  const stream = samples.filter(({ sample }) => sample.frame.source.kind === 'stream')
  for (let k = 0; k < LOOKED_AT && stream.length > 1; k++) {
    const other = stream[Math.round((k * (stream.length - 1)) / (LOOKED_AT - 1))]!
    if (other === compared.sample) continue
    const { modelId, vector } = await embedColor(parts.embedder, other.sample, call)
    const similarity = parts.comparator.compare(
      compared.rgb,
      { modelId, vector },
      parts.embedder.calibration as Calibration,
    )
    if (similarity < leastSimilarity) return false
  }
  return true
}
