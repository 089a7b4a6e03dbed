import type { FaceMesh } from '@faceward/spec'
import { median } from '../cues/score-curves.js'
import { findBlinks } from '../motion/find-blinks.js'
import { isAslant, showsRelief } from '../motion/turn-relief.js'
import type { ActionSignals } from './action-signals.js'
import type { ChallengeAction } from './challenge-action.js'

/**
 * How far the face must go for an action to count, from where it was at the beginning. The mesh sees 5 degrees of turn
 * in a flat print that is tilted by 40, and up to 14 in a bent one.
 */
const ENOUGH = {
  turnDegrees: 15,
  upDegrees: 10,
  closer: 0.12,
  away: 0.1,
  mouthOpen: 0.14,
  wider: 0.09,
}
/** Two blinks within this time, milliseconds. */
const TWO_BLINKS_MS = 2500

/** Where the face was before it was asked: the middle of the first frames. */
export function restingSignals(first: readonly ActionSignals[]): ActionSignals {
  const middle = (name: Exclude<keyof ActionSignals, 'mesh'>) => median(first.map((signals) => signals[name]))
  return {
    timestampMs: first[0]!.timestampMs,
    yawDegrees: middle('yawDegrees'),
    pitchDegrees: middle('pitchDegrees'),
    size: middle('size'),
    eyeOpenness: middle('eyeOpenness'),
    mouthOpenness: middle('mouthOpenness'),
    mouthWidth: middle('mouthWidth'),
    mesh: meanMesh(first.map(({ mesh }) => mesh)),
  }
}

function meanMesh(meshes: readonly FaceMesh[]): FaceMesh {
  const points = new Float32Array(meshes[0]!.points.length)
  for (const mesh of meshes) {
    for (let i = 0; i < points.length; i++) points[i]! += mesh.points[i]! / meshes.length
  }
  return { points, presence: Math.min(...meshes.map(({ presence }) => presence)) }
}

/** Whether a frame of a turn shows what a picture in a person's place would not. */
export function isOfAHead(now: ActionSignals, rest: ActionSignals): boolean {
  return showsRelief(rest.mesh, now.mesh, turnBetween(rest, now))
}

/** Whether a frame shows what no head does: a picture held aslant. */
export function isOfAPicture(now: ActionSignals, rest: ActionSignals): boolean {
  return isAslant(rest.mesh, now.mesh, turnBetween(rest, now))
}

const turnBetween = (rest: ActionSignals, now: ActionSignals) => ({
  yawDegrees: now.yawDegrees - rest.yawDegrees,
  pitchDegrees: now.pitchDegrees - rest.pitchDegrees,
})

/** How much of an action one frame shows: 0 none, 1 enough; below 0 for its opposite. Blinks need a series. */
export function amountOf(action: ChallengeAction, now: ActionSignals, rest: ActionSignals): number {
  switch (action) {
    case 'turn-left':
      return (now.yawDegrees - rest.yawDegrees) / ENOUGH.turnDegrees
    case 'turn-right':
      return (rest.yawDegrees - now.yawDegrees) / ENOUGH.turnDegrees
    case 'look-up':
      return (now.pitchDegrees - rest.pitchDegrees) / ENOUGH.upDegrees
    case 'come-closer':
      return (now.size / rest.size - 1) / ENOUGH.closer
    case 'move-away':
      return (1 - now.size / rest.size) / ENOUGH.away
    case 'open-mouth':
      return (now.mouthOpenness - rest.mouthOpenness) / ENOUGH.mouthOpen
    case 'smile':
      return (now.mouthWidth / rest.mouthWidth - 1) / ENOUGH.wider
    case 'blink-twice':
      return 0
  }
}

/** Blinks of a series as a share of the two asked for, and the index of the frame that completed them. */
export function blinksOf(series: readonly ActionSignals[]): {
  readonly amount: number
  readonly completedAt?: number
} {
  const times = series.map(({ timestampMs }) => timestampMs)
  const blinks = findBlinks(
    series.map(({ eyeOpenness }) => eyeOpenness),
    times,
  )
  for (let i = 1; i < blinks.length; i++) {
    const second = blinks[i]!
    if (times[second.index]! - times[blinks[i - 1]!.index]! <= TWO_BLINKS_MS) {
      return { amount: 1, completedAt: second.index }
    }
  }
  return { amount: Math.min(blinks.length, 1) / 2 }
}
