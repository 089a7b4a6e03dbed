import type { Image } from '@faceward/spec'
import type { SimulatedPerson } from '../person/simulated-person.js'
import type { Random } from '../random/random.js'
import { renderFrame } from '../render/render-frame.js'
import { createLiveMotion } from './live-motion.js'
import { drawRoom } from './room.js'

/** A video that a replay shows or an injection hands over. */
export interface Recording {
  /** rgb8, all of one size; at least one. */
  readonly pictures: readonly Image[]
  readonly framesPerSecond: number
}

const FRAMES = 16
const FRAMES_PER_SECOND = 8
const SIDE = 240

/** A short video of somebody, with blinks and motion. */
export function recordVideo(person: SimulatedPerson, seed: number, random: Random): Recording {
  const motion = createLiveMotion({ seed: seed + 2, durationMs: 4000, challenge: [] })
  const room = drawRoom(random.fork('recording'), seed + 2)
  const camera = { width: SIDE, height: SIDE, horizontalFieldOfViewDegrees: 34 }
  const pictures = Array.from(
    { length: FRAMES },
    (_, i) => renderFrame(person, { ...motion(i / FRAMES_PER_SECOND), ...room, camera }).frame.image,
  )
  return { pictures, framesPerSecond: FRAMES_PER_SECOND }
}

/** What a recording shows at a time: to its end and then backwards, as a careful attacker would make it go on. */
export function pictureAt({ pictures, framesPerSecond }: Recording, seconds: number): Image {
  const last = pictures.length - 1
  const at = Math.floor(seconds * framesPerSecond + 1e-6) % Math.max(1, 2 * last)
  return pictures[at <= last ? at : 2 * last - at]!
}
