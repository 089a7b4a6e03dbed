import {
  type CueResult,
  type FaceSample,
  type LivenessCue,
  type LivenessEvidence,
  SPECIFICATION_VERSION,
} from '@faceward/spec'
import { sequenceProblem, stepsMs } from '../sequence/sequence-problem.js'
import { abstained } from './abstained.js'
import { median } from './score-curves.js'

const NEEDS = { fewestFrames: 4, slowestFramesPerSecond: 0.5 }
/** No camera of faces delivers frames faster, milliseconds. */
const SHORTEST_STEP_MS = 2
/** Share of steps without any change above which a sequence stands still; cameras repeat a frame now and then. */
const FROZEN_SHARE = 0.4
/** Spread of the aligned face's values below which equal pictures mean nothing (black or clipped), counts. */
const FLAT = 3

/**
 * Signs of a sequence that no camera took: it stands still; earlier pictures come again, bit for bit, after others
 * (a camera's noise never repeats); steps in time that no camera has. Each is near certain and vetoes. A sequence
 * without them scores by how much of the picture changes as noise does; a good injected video has none of these signs.
 */
export function createIntegrityCue(): LivenessCue {
  return {
    specificationVersion: SPECIFICATION_VERSION,
    id: 'integrity',
    family: 'integrity',
    async evaluate({ samples }: LivenessEvidence): Promise<CueResult> {
      const problem = sequenceProblem(samples, NEEDS)
      if (problem !== undefined) return abstained(problem)
      if (samples.every(({ aligned }) => spreadOf(aligned.data) < FLAT)) {
        return abstained('not_measurable')
      }
      const steps = stepsMs(samples)
      const { frozen, loops } = repetitions(samples)
      const changes = samples.slice(1).map((sample, i) => changedShare(samples[i]!, sample))
      const changed = median(changes)
      const evidence = {
        frozenShare: frozen / steps.length,
        repeats: loops,
        shortestStepMs: Math.min(...steps),
        changedShare: changed,
      }
      const impossible = loops > 0 || evidence.frozenShare > FROZEN_SHARE || median(steps) < SHORTEST_STEP_MS
      if (impossible) return { status: 'scored', score: 0, veto: true, evidence }
      return { status: 'scored', score: Math.min(1, changed / 0.4), evidence }
    },
  }
}

/** How many steps change nothing, and how many pictures come again after different ones. */
function repetitions(samples: readonly FaceSample[]): { readonly frozen: number; readonly loops: number } {
  const lastSeen = new Map<number, number>()
  let frozen = 0
  let loops = 0
  for (const [index, { aligned, box }] of samples.entries()) {
    const signature = fingerprint(aligned.data, box)
    const before = lastSeen.get(signature)
    if (before === index - 1) frozen++
    else if (before !== undefined && spreadOf(aligned.data) >= FLAT) loops++
    lastSeen.set(signature, index)
  }
  return { frozen, loops }
}

/** 53 bits of the aligned face's pixels and place: two multiplicative hashes (FNV-1a and a relative) side by side. */
function fingerprint(data: Uint8Array, box: FaceSample['box']): number {
  let one = 0x811c9dc5
  let other = 0x9747b28c
  for (let i = 0; i < data.length; i++) {
    one = Math.imul(one ^ data[i]!, 0x01000193)
    other = Math.imul(other ^ data[i]!, 0x5bd1e995) + 1
  }
  one = Math.imul(one ^ Math.round(box.x * 16), 0x01000193)
  return (one >>> 0) * 0x200000 + ((other >>> 11) & 0x1fffff)
}

/** Share of the aligned face's pixels that differ; noise alone changes more than half of them. */
function changedShare(one: FaceSample, other: FaceSample): number {
  const [a, b] = [one.aligned.data, other.aligned.data]
  let changed = 0
  let n = 0
  for (let i = 1; i < a.length; i += 12) {
    if (a[i] !== b[i]) changed++
    n++
  }
  return n === 0 ? 0 : changed / n
}

function spreadOf(data: Uint8Array): number {
  let [sum, squares, n] = [0, 0, 0]
  for (let i = 1; i < data.length; i += 12) {
    sum += data[i]!
    squares += data[i]! ** 2
    n++
  }
  return n === 0 ? 0 : Math.sqrt(Math.max(0, squares / n - (sum / n) ** 2))
}
