import type { Box, HeadPose } from '@faceward/spec'

/** For how long somebody holds still before the challenge begins, milliseconds: its rest is taken then. */
const STEADY_MS = 700
const FEWEST_FRAMES = 3
/** What counts as still, from the moment the stillness began. */
const MOST_TURN_DEGREES = 6
const MOST_SHIFT = 0.12
const MOST_GROWTH = 1.12

/** Where a head is, and when. */
export interface Stance {
  readonly box: Box
  readonly pose: HeadPose
  readonly timestampMs: number
}

/** Follows how long a head has been still. */
export interface Steadiness {
  /** The share of the time that is needed, 0..1. Without a stance it begins anew. */
  add(stance: Stance | undefined): number
}

export function createSteadiness(): Steadiness {
  const state: { first?: Stance | undefined; count: number } = { count: 0 }
  return {
    add(stance) {
      if (stance === undefined || state.first === undefined || !isStill(state.first, stance)) {
        state.first = stance
        state.count = 0
      }
      if (stance === undefined || state.first === undefined) return 0
      state.count++
      const elapsed = stance.timestampMs - state.first.timestampMs
      return Math.min(1, elapsed / STEADY_MS, state.count / FEWEST_FRAMES)
    },
  }
}

function isStill(first: Stance, now: Stance): boolean {
  const turn = Math.hypot(
    now.pose.yawDegrees - first.pose.yawDegrees,
    now.pose.pitchDegrees - first.pose.pitchDegrees,
  )
  const from = middleOf(first.box)
  const to = middleOf(now.box)
  const growth = now.box.width / first.box.width
  return (
    turn <= MOST_TURN_DEGREES &&
    Math.hypot(to.x - from.x, to.y - from.y) <= MOST_SHIFT * first.box.width &&
    growth <= MOST_GROWTH &&
    growth >= 1 / MOST_GROWTH
  )
}

const middleOf = ({ x, y, width, height }: Box) => ({ x: x + width / 2, y: y + height / 2 })
