import { createSession, type SessionOptions } from '@faceward/capture-simulated'
import type { Image } from '@faceward/spec'
import { renderedOnce } from './rendered-once.js'
import { encodeY4m } from './y4m.js'

const FRAMES_PER_SECOND = 10
/** Whom seeds show. */
export const OWNER = 7
export const STRANGER = 29

/**
 * What everybody in a clip is asked to do, and when. Before it they rest, for the page to notice that they are ready, also
 * on a busy machine that sees few pictures a second.
 */
const CHALLENGE = [
  { action: 'turn-left', atMs: 2800 },
  { action: 'open-mouth', atMs: 4400 },
] as const

/** What the challenge in the clips asks for, in order. */
export const CLIP_ACTIONS = CHALLENGE.map(({ action }) => action)

const person = (subjectSeed: number, seed: number): SessionOptions => ({
  species: 'bona-fide',
  subjectSeed,
  seed,
  durationMs: 6600,
  framesPerSecond: FRAMES_PER_SECOND,
  challenge: [...CHALLENGE],
})

const frames = (options: SessionOptions): Image[] =>
  [...createSession({ framesPerSecond: FRAMES_PER_SECOND, ...options }).frames()].map(({ image }) => image)

const short = (subjectSeed: number, width: number): SessionOptions => ({
  species: 'bona-fide',
  subjectSeed,
  seed: subjectSeed,
  durationMs: 500,
  size: { width, height: 240 },
})

/** What stands before the fake camera, by name. */
const CLIPS = {
  owner: () => frames(person(OWNER, 101)),
  'owner-another-day': () => frames(person(OWNER, 202)),
  stranger: () => frames(person(STRANGER, 303)),
  /** A recording of the owner on a phone. */
  replay: () => frames({ ...person(OWNER, 404), species: 'replay-phone' }),
  'two-faces': () => sideBySide(frames(short(OWNER, 200)), frames(short(STRANGER, 200))),
  'no-face': () => frames(short(OWNER, 200)).map(wallOf),
}
export type ClipName = keyof typeof CLIPS
export const CLIP_NAMES = Object.keys(CLIPS) as readonly ClipName[]

/** The file of a clip; rendered once for each version of the simulator. */
export const clipFile = (name: ClipName): string =>
  renderedOnce(`${name}.y4m`, () => encodeY4m(CLIPS[name](), FRAMES_PER_SECOND))

function sideBySide(left: readonly Image[], right: readonly Image[]): Image[] {
  return left.map((one, index) => {
    const other = right[index]!
    const width = one.width + other.width
    const data = new Uint8Array(width * one.height * 3)
    for (let y = 0; y < one.height; y++) {
      data.set(one.data.subarray(y * one.width * 3, (y + 1) * one.width * 3), y * width * 3)
      data.set(
        other.data.subarray(y * other.width * 3, (y + 1) * other.width * 3),
        (y * width + one.width) * 3,
      )
    }
    return { ...one, width, data }
  })
}

/** The picture's left edge, repeated: a room with nobody in it. */
function wallOf(image: Image): Image {
  const data = new Uint8Array(image.data.length)
  const row = image.width * 3
  for (let y = 0; y < image.height; y++) {
    for (let x = 0; x < image.width; x++) data.set(image.data.subarray(y * row, y * row + 3), y * row + 3 * x)
  }
  return { ...image, data }
}
