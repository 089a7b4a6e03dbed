import {
  createSession,
  renderFrame,
  type SessionOptions,
  type SimulatedPerson,
} from '@faceward/capture-simulated'
import type { Frame, Image } from '@faceward/spec'

/** Depth is kept in tenths of a millimetre, the focal length in tenths of a pixel. */
const STEPS = { perMetre: 10_000, perPixel: 10 } as const

/** What a screen shows: of one moment of it a still is enough. */
const STILL = { camera: { width: 240, height: 240, horizontalFieldOfViewDegrees: 34 } }

/**
 * One moment before a simulated depth camera as a picture that is kept: the colour above, below it the depth, high and
 * low byte in red and green; in the first two pixels' blue the focal length.
 */
export function renderRgbd(person: SimulatedPerson, options: SessionOptions): Image {
  const recording = { pictures: [renderFrame(person, STILL).frame.image], framesPerSecond: 1 }
  for (const { image, depth } of createSession(options, { person, recording }).frames()) {
    if (depth === undefined) break
    const below = image.data.length
    const data = new Uint8Array(2 * below)
    data.set(image.data)
    for (const [i, metres] of depth.data.entries()) {
      const step = Math.min(0xffff, Math.round(metres * STEPS.perMetre))
      data[below + 3 * i] = step >> 8
      data[below + 3 * i + 1] = step & 0xff
    }
    const focal = Math.round(depth.intrinsics.focalX * STEPS.perPixel)
    data[below + 2] = focal >> 8
    data[below + 5] = focal & 0xff
    return { width: image.width, height: 2 * image.height, format: 'rgb8', data }
  }
  throw new Error('a session without depth')
}

/** What {@link renderRgbd} kept, as a depth camera's own driver would deliver it. */
export function frameOfRgbd({ width, height, data }: Image): Frame & Required<Pick<Frame, 'depth'>> {
  const rows = height / 2
  const below = data.subarray(data.length / 2)
  const focal = (below[2]! * 256 + below[5]!) / STEPS.perPixel
  const size = { width, height: rows }
  const lens = { focalX: focal, focalY: focal, principalX: width / 2, principalY: rows / 2 }
  return {
    image: { ...size, format: 'rgb8', data: data.subarray(0, data.length / 2) },
    depth: {
      ...size,
      data: Float32Array.from(
        { length: width * rows },
        (_, i) => (below[3 * i]! * 256 + below[3 * i + 1]!) / STEPS.perMetre,
      ),
      intrinsics: { ...size, ...lens },
      registeredToColor: true,
      // The demo plays the driver; whoever sends depth from elsewhere is believed less (`declared`).
      provenance: { kind: 'sensed', method: 'structured-light', trust: 'driver', accuracy: 'absolute' },
    },
    timestampMs: 0,
    sequence: 0,
    source: { id: 'simulated', kind: 'still' },
  }
}
