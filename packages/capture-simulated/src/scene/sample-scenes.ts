import { createRandom } from '../random/random.js'
import type { SceneOptions } from './scene-options.js'

/** What {@link sampleScenes} may vary less or more than it does by itself. */
export interface SampleScenesOptions {
  readonly camera?: SceneOptions['camera']
  /** Largest turn of the head, degrees: 20 unless told (pitch 60 %, roll 40 % of it). */
  readonly maximumYawDegrees?: number
  /** Metres, nearest and farthest: 0.4 and 0.65 unless told. */
  readonly distanceM?: readonly [near: number, far: number]
}

/**
 * Conditions in which one person might be captured: pose, gaze, expression, distance, light from varied sides in
 * varied colours, another room. The first scene is frontal. Deterministic by seed.
 */
export function sampleScenes(
  seed: number,
  count: number,
  options: SampleScenesOptions = {},
): readonly SceneOptions[] {
  const yaw = options.maximumYawDegrees ?? 20
  const [nearest, farthest] = options.distanceM ?? [0.4, 0.65]
  return Array.from({ length: count }, (_, index) => {
    const random = createRandom(seed, `scene/${index}`)
    const { between, uniform } = random
    const turn = index === 0 ? 0.1 : 1
    const grey = between(0.07, 0.55)
    const warm = between(-0.15, 0.15)
    const white = between(4600, 6300)
    return {
      ...(options.camera ? { camera: options.camera } : {}),
      pose: {
        yawDegrees: turn * between(-yaw, yaw),
        pitchDegrees: turn * between(-0.6 * yaw, 0.6 * yaw),
        rollDegrees: turn * between(-0.4 * yaw, 0.4 * yaw),
      },
      distanceM: between(nearest, farthest),
      offset: { xM: between(-0.03, 0.03), yM: -0.03 + between(-0.025, 0.025) },
      gaze: { yawDegrees: between(-10, 10), pitchDegrees: between(-6, 6) },
      expression: {
        smile: Math.max(0, between(-0.6, 0.8)),
        mouthOpen: Math.max(0, between(-0.6, 0.3)),
        browRaise: Math.max(0, between(-0.7, 0.5)),
      },
      light: {
        key: {
          azimuthDegrees: between(-60, 60),
          elevationDegrees: between(5, 55),
          kelvin: white + between(-900, 700),
          intensity: between(0.6, 1.1),
        },
        fill: {
          azimuthDegrees: between(-80, 80),
          elevationDegrees: between(-10, 30),
          kelvin: white + between(-500, 1200),
          intensity: between(0.1, 0.4),
        },
        ambient: { kelvin: white + between(-300, 900), intensity: between(0.3, 0.75) },
        whiteKelvin: white,
      },
      background: {
        color: [grey * (1 + warm), grey, grey * (1 - warm)] as [number, number, number],
        clutter: uniform(),
        seed: index + 1,
        behindM: between(0.5, 2.5),
      },
    }
  })
}
