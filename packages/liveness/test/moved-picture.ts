import type { FaceMesh, FaceSample } from '@faceward/spec'
import { type FaceState, faceSequence } from './synthetic-face.js'
import { random } from './synthetic-samples.js'

/** How a photograph is held, or moved by a program. */
export interface PictureState {
  readonly zoom?: number
  readonly panX?: number
  readonly tiltYawDegrees?: number
  readonly tiltPitchDegrees?: number
  /** Half the turn that the mesh network makes of the tilt, or none: what it is fooled to is the attacker's luck. */
  readonly seenYawDegrees?: number
  readonly seenPitchDegrees?: number
}

/**
 * Samples of one photograph that is moved, one a frame. The mesh network sees a face in it, turned as far as it is
 * told, whose points lie where the moved picture has them, up to the noise.
 */
export function pictureSequence(
  states: readonly PictureState[],
  options: { readonly framesPerSecond?: number; readonly noise?: number; readonly seed?: number } = {},
): FaceSample[] {
  const photograph = faceSequence([{}])[0]!.mesh!
  const seen: FaceState[] = states.map(({ seenYawDegrees = 0, seenPitchDegrees = 0 }) => ({
    yawDegrees: seenYawDegrees,
    pitchDegrees: seenPitchDegrees,
  }))
  const next = random((options.seed ?? 1) + 991)
  const noise = () => 2 * (options.noise ?? 0) * (next() + next() + next() - 1.5)
  return faceSequence(seen, { ...options, noise: 0 }).map((sample, index) => {
    const points = moved(photograph, states[index]!)
    for (let i = 0; i < points.length; i++) points[i]! += i % 3 === 2 ? 0 : noise()
    return { ...sample, mesh: { points, presence: 0.99 } }
  })
}

const DISTANCE = 450
const MIDDLE = { x: 320, y: 240 }

/** The homography of a plane that is tilted before a camera. */
function moved(
  { points }: FaceMesh,
  { zoom = 1, panX = 0, tiltYawDegrees = 0, tiltPitchDegrees = 0 }: PictureState,
): Float32Array {
  const [yaw, pitch] = [(tiltYawDegrees * Math.PI) / 180, (tiltPitchDegrees * Math.PI) / 180]
  const result = points.slice()
  for (let i = 0; i < 468; i++) {
    const [u, v] = [points[3 * i]! - MIDDLE.x, points[3 * i + 1]! - MIDDLE.y]
    const depth = u * Math.sin(yaw) * Math.cos(pitch) - v * Math.sin(pitch)
    const scale = (zoom * DISTANCE) / (DISTANCE + depth)
    result[3 * i] = MIDDLE.x + panX + u * Math.cos(yaw) * scale
    result[3 * i + 1] = MIDDLE.y + (v * Math.cos(pitch) + u * Math.sin(yaw) * Math.sin(pitch)) * scale
  }
  return result
}
