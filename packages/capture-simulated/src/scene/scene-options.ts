import { parseOptions } from '@faceward/plugin-kit/schemas'
import { z } from 'zod'
import type { Scene } from './scene.js'

const number = (low: number, high: number) => z.number().min(low).max(high)
const share = number(0, 1)

const directional = (defaults: { azimuth: number; elevation: number; kelvin: number; intensity: number }) =>
  z
    .strictObject({
      azimuthDegrees: number(-180, 180).default(defaults.azimuth),
      elevationDegrees: number(-90, 90).default(defaults.elevation),
      kelvin: number(1800, 12000).default(defaults.kelvin),
      intensity: number(0, 20).default(defaults.intensity),
    })
    .prefault({})

const schema = z.strictObject({
  camera: z
    .strictObject({
      width: z.int().min(16).max(4096).default(640),
      height: z.int().min(16).max(4096).default(480),
      horizontalFieldOfViewDegrees: number(5, 120).default(50),
      principalX: z.number().optional(),
      principalY: z.number().optional(),
      blurPixels: number(0, 20).default(0.6),
    })
    .prefault({}),
  pose: z
    .strictObject({
      yawDegrees: number(-180, 180).default(0),
      pitchDegrees: number(-90, 90).default(0),
      rollDegrees: number(-180, 180).default(0),
    })
    .prefault({}),
  distanceM: number(0.15, 5).default(0.5),
  offset: z.strictObject({ xM: number(-2, 2).default(0), yM: number(-2, 2).default(-0.03) }).prefault({}),
  gaze: z
    .strictObject({ yawDegrees: number(-40, 40).default(0), pitchDegrees: number(-30, 30).default(0) })
    .prefault({}),
  expression: z
    .strictObject({
      smile: share.default(0),
      mouthOpen: share.default(0),
      browRaise: number(-0.6, 1).default(0),
    })
    .prefault({}),
  blink: z
    .union([share, z.strictObject({ right: share.default(0), left: share.default(0) })])
    .default(0)
    .transform((blink) => (typeof blink === 'number' ? { right: blink, left: blink } : blink)),
  light: z
    .strictObject({
      key: directional({ azimuth: 28, elevation: 34, kelvin: 5600, intensity: 0.9 }),
      fill: directional({ azimuth: -55, elevation: 8, kelvin: 6300, intensity: 0.32 }),
      ambient: z
        .strictObject({ kelvin: number(1800, 12000).default(6000), intensity: number(0, 20).default(0.5) })
        .prefault({}),
      whiteKelvin: number(1800, 12000).default(5700),
      exposure: z.union([z.literal('auto'), number(0, 1000)]).default('auto'),
    })
    .prefault({}),
  background: z
    .strictObject({
      behindM: number(0.1, 20).default(1.2),
      color: z.tuple([share, share, share]).default([0.3, 0.3, 0.31]),
      clutter: share.default(0.4),
      seed: z.int().default(1),
    })
    .prefault({}),
})

/**
 * How a person is to be seen; everything may be left out.
 *
 * | option | what | default |
 * |---|---|---|
 * | `camera` | `width`, `height` (16 to 4,096), `horizontalFieldOfViewDegrees`, `principalX`, `principalY`, `blurPixels` | 640 x 480, 50, the middle, 0.6 |
 * | `pose` | `yawDegrees`, `pitchDegrees`, `rollDegrees` in the signs of spec's `HeadPose` | 0 |
 * | `distanceM` | metres to the point midway between the eyes, at pose 0 | 0.5 |
 * | `offset` | `xM`, `yM`: metres right of and below the optical axis | 0, -0.03 |
 * | `gaze` | `yawDegrees`, `pitchDegrees` relative to the head | 0 |
 * | `expression` | `smile`, `mouthOpen`, 0 to 1; `browRaise`, -0.6 to 1 | 0 |
 * | `blink` | 0 open to 1 closed: one number, or `right` and `left` | 0 |
 * | `light` | `key` and `fill` (`azimuthDegrees`, `elevationDegrees`, `kelvin`, `intensity`), `ambient`, `whiteKelvin`, `exposure` | soft daylight, auto |
 * | `background` | `behindM`, `color` (linear), `clutter` 0 to 1, `seed` | a plain room |
 */
export type SceneOptions = z.input<typeof schema>

/** @throws ConfigurationError `invalid-options` for an unknown key or a value out of range. */
export function parseScene(options: SceneOptions): Scene {
  const scene = parseOptions('renderFrame', schema, options)
  const { camera } = scene
  return {
    ...scene,
    camera: {
      ...camera,
      principalX: camera.principalX ?? camera.width / 2,
      principalY: camera.principalY ?? camera.height / 2,
    },
  }
}
