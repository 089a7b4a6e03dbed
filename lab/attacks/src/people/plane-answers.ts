import type { Image } from '@faceward/spec'
import type { Chance } from '../random.js'
import { type Lookup, noisy, warped } from './pixels.js'
import type { ShownFrame } from './sessions.js'

/** What a flat picture of a face can be made to seem to do. */
const MOVES = ['come-closer', 'move-away', 'turn-left', 'turn-right', 'look-up'] as const
export type PlaneMove = (typeof MOVES)[number]
export const isPlaneMove = (name: string): name is PlaneMove => (MOVES as readonly string[]).includes(name)

const STEP_MS = 100
const REST_FRAMES = 4
const MOVE_FRAMES = 14
const NOISE = 5
/** Turned so far that the face is half as wide, in perspective. */
const TILT_DEGREES = 48
/** Distance of the camera from the picture, in picture widths. */
const FAR = 1.3

/** 24 frames of one photograph, zoomed from 1 to 1.3, with new noise in each. */
export function zoomedPhotograph(photo: Image, chance: Chance): ShownFrame[] {
  return Array.from({ length: 24 }, (_, i) => ({
    image: noisy(warped(photo, zoom(photo, 1 + (0.3 * Math.max(0, i - 2)) / 21)), chance, NOISE),
    capturedAtMs: i * STEP_MS,
  }))
}

/** One photograph moved as a plane can be: nearer, away, and tilted where a turn is asked. */
export function planeAnswer(photo: Image, moves: readonly PlaneMove[], chance: Chance): ShownFrame[] {
  const frames = REST_FRAMES + moves.length * MOVE_FRAMES
  return Array.from({ length: frames }, (_, i) => {
    const at = i - REST_FRAMES
    const move = moves[Math.floor(at / MOVE_FRAMES)]
    const amount = at < 0 ? 0 : Math.sin((Math.PI * ((at % MOVE_FRAMES) + 0.5)) / MOVE_FRAMES)
    const lookup = move === undefined ? zoom(photo, 1) : moved(photo, move, amount)
    return { image: noisy(warped(photo, lookup), chance, NOISE), capturedAtMs: i * STEP_MS }
  })
}

function moved(photo: Image, move: PlaneMove, amount: number): Lookup {
  const radians = (TILT_DEGREES * amount * Math.PI) / 180
  switch (move) {
    case 'come-closer':
      return zoom(photo, 1 + 0.3 * amount)
    case 'move-away':
      return zoom(photo, 1 - 0.22 * amount)
    case 'turn-left':
      return tilt(photo, radians, 'x')
    case 'turn-right':
      return tilt(photo, -radians, 'x')
    case 'look-up':
      return tilt(photo, radians, 'y')
  }
}

function zoom({ width, height }: Image, factor: number): Lookup {
  return (x, y) => [width / 2 + (x - width / 2) / factor, height / 2 + (y - height / 2) / factor]
}

/** The picture turned about its middle line, seen by a pinhole camera. */
function tilt({ width, height }: Image, radians: number, axis: 'x' | 'y'): Lookup {
  const far = FAR * width
  const [sine, cosine] = [Math.sin(radians), Math.cos(radians)]
  return (x, y) => {
    const [u, v] = [x - width / 2, y - height / 2]
    const along = axis === 'x' ? u : v
    const t = (along * far) / (far * cosine - along * sine)
    const near = (far + t * sine) / far
    const across = (axis === 'x' ? v : u) * near
    return axis === 'x' ? [width / 2 + t, height / 2 + across] : [width / 2 + across, height / 2 + t]
  }
}
