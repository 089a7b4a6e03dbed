import { createRandom } from '../random/random.js'
import type { SceneOptions } from '../scene/scene-options.js'
import { drawBlinks, lidsAt } from './blinks.js'
import { type AskedAction, actionAt, askedBlinks } from './challenge.js'
import { createSaccades, createWander } from './wander.js'

/** What a live motion may leave out: a mask does not blink, nor does it smile. */
export interface LiveMotionOptions {
  readonly seed: number
  readonly durationMs: number
  readonly challenge: readonly AskedAction[]
  readonly rigidFace?: boolean
}

/** The scene at every moment of a session, without camera, light and background. */
export type LiveMotion = (
  seconds: number,
) => Pick<SceneOptions, 'pose' | 'distanceM' | 'offset' | 'gaze' | 'expression' | 'blink'>

/** Of the mouth's widest: about two centimetres. */
const OPENED = 0.8
const share = (value: number): number => Math.min(1, Math.max(0, value))

/**
 * A person before a hand-held camera: sway of the head with breathing, tremor, saccades, blinks, drifting expression,
 * and shake of the hand that holds the camera.
 */
export function createLiveMotion({ seed, durationMs, challenge, rigidFace }: LiveMotionOptions): LiveMotion {
  const random = createRandom(seed, 'motion')
  const seconds = durationMs / 1000
  const head = random.fork('head')
  const lively = head.between(0.6, 1.5)
  const rest = {
    yaw: head.between(-7, 7),
    pitch: head.between(-5, 5),
    roll: head.between(-4, 4),
    distance: head.between(0.4, 0.5),
  }
  const yaw = createWander(head, 2.4 * lively, 0.22)
  const pitch = createWander(head, 1.5 * lively, 0.22)
  const roll = createWander(head, lively, 0.22)
  const sway = createWander(head, 0.005, 0.2)
  const nod = createWander(head, 0.004, 0.2)
  const near = createWander(head, 0.005, 0.15)
  const hand = random.fork('hand')
  const shakeX = createWander(hand, 0.0009, 2.5)
  const shakeY = createWander(hand, 0.0009, 2.5)
  const face = random.fork('face')
  const smile = createWander(face, face.between(0.05, 0.25), 0.15)
  const brow = createWander(face, face.between(0.03, 0.2), 0.2)
  const speech = createWander(face, face.chance(0.35) ? face.between(0.1, 0.3) : 0, 1.4)
  const gazeX = createSaccades(random.fork('gaze-x'), 7, seconds)
  const gazeY = createSaccades(random.fork('gaze-y'), 4, seconds)
  const breathsPerSecond = random.fork('breath').between(0.2, 0.32)
  const asked = askedBlinks(challenge)
  const blinks = asked.length > 0 ? asked : drawBlinks(random.fork('blinks'), seconds)
  return (t) => {
    const closer = 1 - 0.27 * actionAt(challenge, 'come-closer', t)
    const breath = 0.0012 * Math.sin(2 * Math.PI * breathsPerSecond * t)
    return {
      pose: {
        yawDegrees:
          rest.yaw +
          yaw(t) +
          24 * (actionAt(challenge, 'turn-left', t) - actionAt(challenge, 'turn-right', t)),
        pitchDegrees: rest.pitch + pitch(t) + 15 * actionAt(challenge, 'look-up', t),
        rollDegrees: rest.roll + roll(t),
      },
      distanceM: (rest.distance + near(t)) * closer,
      offset: { xM: (sway(t) + shakeX(t)) * closer, yM: -0.02 + nod(t) + breath + shakeY(t) },
      gaze: rigidFace ? {} : { yawDegrees: gazeX(t), pitchDegrees: gazeY(t) },
      expression: rigidFace
        ? {}
        : {
            smile: share(0.1 + smile(t)),
            mouthOpen: share(speech(t) + OPENED * actionAt(challenge, 'open-mouth', t)),
            browRaise: share(brow(t)),
          },
      blink: rigidFace ? 0 : lidsAt(blinks, t),
    }
  }
}
