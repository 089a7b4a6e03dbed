import type { Random } from '../random/random.js'

/** A flat or bent thing that shows a picture. Lengths in metres. */
export interface Medium {
  /** Width of the picture area. */
  readonly width: number
  /** Radius of the cylinder it is bent to about its upright axis; absent when flat. */
  readonly bendRadius?: number
  /** Paper or bezel around the picture. */
  readonly border: number
  readonly borderReflectance: number
  /** Light that the darkest and the lightest tone give, as a share of white paper in the room. */
  readonly black: number
  readonly white: number
  /** Below 1: the printer's gamut; above: a screen's vivid colours. */
  readonly saturation: number
  /** Light of its own instead of the room's. */
  readonly emissive: boolean
  /** Dots of a print, pixels of a screen: pitch, strength and direction. */
  readonly gridPitch: number
  readonly gridContrast: number
  readonly gridDegrees: number
  /** Mirrored light of the room: strength, place and size on the picture. */
  readonly gloss: number
  readonly glossX: number
  readonly glossY: number
  readonly glossSize: number
  /** Whether infrared light is mirrored, so that depth sensors see holes. */
  readonly glass: boolean
}

/** An office or photo print, a little larger than life. */
export function drawPaper(random: Random, bent: boolean): Medium {
  return {
    width: random.between(0.26, 0.32),
    ...(bent ? { bendRadius: random.between(0.1, 0.22) } : {}),
    border: random.chance(0.5) ? random.between(0.004, 0.02) : 0.1,
    borderReflectance: 0.8,
    black: random.between(0.02, 0.06),
    white: random.between(0.6, 0.82),
    saturation: random.between(0.7, 0.97),
    emissive: false,
    gridPitch: random.between(0.00013, 0.0003),
    gridContrast: random.between(0.004, 0.035),
    gridDegrees: random.between(0, 90),
    gloss: random.between(0, 0.16),
    glossX: random.between(-0.5, 0.5),
    glossY: random.between(-0.5, 0.5),
    glossSize: random.between(0.15, 0.5),
    glass: false,
  }
}

/** A phone or a tablet: emissive, behind glass, in a dark bezel. */
export function drawScreen(random: Random, size: 'phone' | 'tablet'): Medium {
  const tablet = size === 'tablet'
  return {
    width: tablet ? random.between(0.19, 0.24) : random.between(0.105, 0.135),
    border: random.between(0.004, 0.012),
    borderReflectance: 0.015,
    black: random.between(0.003, 0.02),
    white: random.between(0.75, 1.2),
    saturation: random.between(0.95, 1.2),
    emissive: true,
    gridPitch: tablet ? random.between(0.00009, 0.00013) : random.between(0.000055, 0.000075),
    gridContrast: random.between(0.006, 0.04),
    gridDegrees: random.between(-8, 8),
    gloss: random.between(0.01, 0.2),
    glossX: random.between(-0.6, 0.6),
    glossY: random.between(-0.6, 0.6),
    glossSize: random.between(0.1, 0.45),
    glass: true,
  }
}
