import type { DepthMethod } from '@faceward/spec'

/**
 * A stereo camera's error grows with the square of the distance (that is z^2 x subpixel / (focal x baseline): 4 mm at
 * one metre for 5 cm and 640 pixels) and is alike over the window it matches, so that neighbouring points do not show
 * it: at arm's length and beyond, a sheet looks as uneven as skin.
 */
const STEREO_NOISE_AT_1M_MM = 4
const STEREO: readonly DepthMethod[] = ['active-stereo', 'passive-stereo']

/** What a stereo camera's depth wavers by at a distance, millimetres; 0 for other sensors. */
export function stereoNoise(method: DepthMethod, distanceMm: number): number {
  return STEREO.includes(method) ? STEREO_NOISE_AT_1M_MM * (distanceMm / 1000) ** 2 : 0
}
