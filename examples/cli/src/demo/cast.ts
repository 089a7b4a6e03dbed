import type { SceneOptions } from '@faceward/capture-simulated'
import type { DemoPerson } from './demo-report.js'

/** Somebody of the demo: who, and the seed she is simulated from. */
export interface CastMember {
  readonly person: DemoPerson
  readonly seed: number
}

/** A picture to take: what it shows, and the scene. */
export interface Shot {
  /** Part of the file's name. */
  readonly name: string
  readonly title: string
  readonly scene: SceneOptions
}

const member = (id: string, name: string, seed: number): CastMember => ({ person: { id, name }, seed })

/** Four people who do not exist: of the first 140 seeds, four that look clearly different from each other. */
export const CAST: readonly CastMember[] = [
  member('amara', 'Amara', 125),
  member('bilal', 'Bilal', 53),
  member('clara', 'Clara', 90),
  member('dora', 'Dora', 130),
]

/** A head and shoulders fill the picture; fewer pixels render sooner. */
const camera = { width: 320, height: 240, horizontalFieldOfViewDegrees: 36 }

const pose = (yawDegrees: number, pitchDegrees: number, rollDegrees = 0) => ({
  yawDegrees,
  pitchDegrees,
  rollDegrees,
})
const key = (azimuthDegrees: number, elevationDegrees: number, kelvin: number) => ({
  azimuthDegrees,
  elevationDegrees,
  kelvin,
  intensity: 1,
})

/** What everybody is enrolled from: a few looks around, as an enrolment asks for. */
export const ENROLMENT_SHOTS: readonly Shot[] = [
  { name: 'enrolled-1', title: 'straight', scene: { camera, pose: pose(0, 0) } },
  { name: 'enrolled-2', title: 'a little to the left', scene: { camera, pose: pose(12, 2) } },
  { name: 'enrolled-3', title: 'a little to the right', scene: { camera, pose: pose(-12, -3) } },
]

/** What everybody is verified with: another pose, another light, another room, another expression. */
export const PROBE_SHOTS: readonly Shot[] = [
  {
    name: 'probe-1',
    title: 'window light',
    scene: {
      camera,
      pose: pose(-18, 4, 3),
      light: { key: key(-55, 20, 6500) },
      expression: { smile: 0.6 },
      background: { color: [0.36, 0.42, 0.47], clutter: 0.5, seed: 2 },
    },
  },
  {
    name: 'probe-2',
    title: 'warm lamp',
    scene: {
      camera,
      pose: pose(15, -8, -4),
      light: { key: key(40, 50, 3200) },
      distanceM: 0.58,
      background: { color: [0.3, 0.21, 0.13], clutter: 0.7, seed: 3 },
    },
  },
]
