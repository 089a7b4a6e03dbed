import { createSession, type SessionOptions, type SimulatedPerson } from '@faceward/capture-simulated'
import type { Frame, Image } from '@faceward/spec'

/** The frames of a session as they are kept: one picture, the frames below each other. */
export interface Film {
  readonly width: number
  readonly height: number
  readonly frames: number
  readonly framesPerSecond: number
}

/** How the demo films: three seconds, small enough to render while somebody waits. */
export const FILM: Film = { width: 256, height: 192, frames: 30, framesPerSecond: 10 }

/** Options of a session that lasts as long as a film. */
export const FILMED = {
  size: { width: FILM.width, height: FILM.height },
  framesPerSecond: FILM.framesPerSecond,
  durationMs: (1000 * FILM.frames) / FILM.framesPerSecond,
} as const satisfies Partial<SessionOptions>

/** Renders a session into one picture. */
export function renderFilm(person: SimulatedPerson, options: SessionOptions): Image {
  const { width, height, frames } = FILM
  const data = new Uint8Array(width * height * frames * 3)
  for (const { image, sequence } of createSession(options, { person }).frames()) {
    data.set(image.data, sequence * image.data.length)
  }
  return { width, height: height * frames, format: 'rgb8', data }
}

/** The frames of a film as a camera would have delivered them. */
export function framesOf(strip: Image): readonly Frame[] {
  const { width, height, frames, framesPerSecond } = FILM
  const bytes = width * height * 3
  return Array.from({ length: frames }, (_, sequence) => ({
    image: {
      width,
      height,
      format: 'rgb8',
      data: strip.data.subarray(sequence * bytes, (sequence + 1) * bytes),
    },
    timestampMs: (1000 * sequence) / framesPerSecond,
    sequence,
    source: { id: 'simulated', kind: 'stream' },
  }))
}
