import type { LivenessCue } from '@faceward/spec'
import { eyeOpenness } from '../motion/eye-openness.js'
import { findBlinks } from '../motion/find-blinks.js'
import { abstained } from './abstained.js'
import { createMeshSequenceCue } from './mesh-sequence-cue.js'
import { median } from './score-curves.js'

const NEEDS = { fewestFrames: 12, slowestFramesPerSecond: 7 }
/** People blink 10 to 20 times a minute at rest: so long without one is unusual, milliseconds. */
const EXPECTED_WITHIN_MS = 10_000
/** Eyes as closed as this throughout show nothing; the lowest of 7,701 LFW faces with open eyes are at 0.12. */
const CLOSED_RATIO = 0.1
const SCORE = { blinked: 0.85, neverBlinked: 0.25 }

/**
 * Spontaneous blinks: the eye aspect ratio falls below its own level and returns, in the shape and length of a blink.
 * One blink speaks for life, weakly, since a replayed video blinks too; ten seconds without one speak against it. In
 * between it abstains: nobody has to blink within three seconds.
 */
export function createBlinkCue(): LivenessCue {
  return createMeshSequenceCue({
    id: 'blink',
    family: 'blink',
    needs: NEEDS,
    judge(seen) {
      const openness = seen.map(({ mesh }) => eyeOpenness(mesh))
      const times = seen.map(({ timestampMs }) => timestampMs)
      const level = median(openness)
      if (level < CLOSED_RATIO) return abstained('eyes_closed_throughout')
      const blinks = findBlinks(openness, times)
      const durationMs = times.at(-1)! - times[0]!
      if (blinks.length === 0 && durationMs < EXPECTED_WITHIN_MS) {
        return abstained('not_measurable')
      }
      const deepestDrop = Math.max(0, ...blinks.map(({ drop }) => drop))
      return {
        status: 'scored',
        score: blinks.length > 0 ? SCORE.blinked : SCORE.neverBlinked,
        evidence: { blinks: blinks.length, deepestDrop, openness: level },
      }
    },
  })
}
