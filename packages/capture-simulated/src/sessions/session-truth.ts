import type { HeadPose } from '@faceward/spec'
import type { SessionSpecies } from './species.js'

/** What is true of one frame of a session. */
export interface SessionFrameTruth {
  /** Of the head that is before the camera; absent for an instrument. */
  readonly pose?: HeadPose
  /** How far the lids before the camera are closed, 0 to 1; absent for an instrument. */
  readonly blink?: number
}

/** What is true of a session. */
export interface SessionTruth {
  readonly species: SessionSpecies
  readonly attack: boolean
  /** Whom the session shows, and, when another person wears or holds it, who that is. */
  readonly subjectSeed: number
  readonly attackerSeed?: number
  /** One entry a frame. */
  readonly frames: readonly SessionFrameTruth[]
}
