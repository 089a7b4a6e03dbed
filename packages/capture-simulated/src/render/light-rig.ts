import type { LinearRgb } from '../person/color.js'
import type { DirectionalLight, Light } from '../scene/scene.js'
import type { HeadFrame } from './head-frame.js'

const RADIANS = Math.PI / 180

/**
 * Colour of a black body relative to 6,500 K, green = 1 at white: a rational fit of Planckian sRGB after
 * T. Helland (2012), in linear light; good enough from 2,000 to 12,000 K.
 */
export function kelvinToRgb(kelvin: number): LinearRgb {
  const t = Math.min(12000, Math.max(1800, kelvin)) / 100
  const red = t <= 66 ? 255 : 329.7 * (t - 60) ** -0.1332
  const green = t <= 66 ? 99.47 * Math.log(t) - 161.12 : 288.12 * (t - 60) ** -0.0755
  const blue = t >= 66 ? 255 : t <= 19 ? 0 : 138.52 * Math.log(t - 10) - 305.04
  const linear = (v: number): number => (Math.min(255, Math.max(0, v)) / 255) ** 2.2
  return [linear(red), linear(green), linear(blue)]
}

interface Lamp {
  readonly x: number
  readonly y: number
  readonly z: number
  readonly color: LinearRgb
}

/** The scene's lights in head space, balanced to the camera's white. */
export interface LightRig {
  readonly key: Lamp
  readonly fill: Lamp
  /** From above, and from below. */
  readonly sky: LinearRgb
  readonly ground: LinearRgb
  /** Up in head space. */
  readonly up: readonly [number, number, number]
}

export function createLightRig(light: Light, frame: HeadFrame): LightRig {
  const white = kelvinToRgb(light.whiteKelvin)
  const r = frame.rotation
  const toHead = (x: number, y: number, z: number): [number, number, number] => [
    r[0]! * x + r[3]! * y + r[6]! * z,
    r[1]! * x + r[4]! * y + r[7]! * z,
    r[2]! * x + r[5]! * y + r[8]! * z,
  ]
  const balanced = (kelvin: number, intensity: number): LinearRgb => {
    const c = kelvinToRgb(kelvin)
    return [(c[0] / white[0]) * intensity, (c[1] / white[1]) * intensity, (c[2] / white[2]) * intensity]
  }
  const lamp = (source: DirectionalLight): Lamp => {
    const a = source.azimuthDegrees * RADIANS
    const e = source.elevationDegrees * RADIANS
    const [x, y, z] = toHead(Math.sin(a) * Math.cos(e), -Math.sin(e), -Math.cos(a) * Math.cos(e))
    return { x, y, z, color: balanced(source.kelvin, source.intensity) }
  }
  const ambient = balanced(light.ambient.kelvin, light.ambient.intensity)
  return {
    key: lamp(light.key),
    fill: lamp(light.fill),
    sky: ambient,
    ground: [ambient[0] * 0.5, ambient[1] * 0.46, ambient[2] * 0.42],
    up: toHead(0, -1, 0),
  }
}
