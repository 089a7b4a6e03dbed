import type { Frame } from '@faceward/spec'

/** What a device with a camera and a depth sensor sees over time, as a file. */
export interface SightClip {
  readonly framesPerSecond: number
  readonly verticalFieldOfViewDegrees: number
  readonly image: { readonly width: number; readonly height: number }
  readonly depth: { readonly width: number; readonly height: number }
}

/** Depth has every second pixel of the picture's, as sensors have fewer. */
const COARSER = 2
const LINE_FEED = 10

/** The clip's description as a line of JSON, then frame after frame: rgb8, and depth in millimetres of 16 bits. */
export function encodeSight(frames: readonly Frame[], framesPerSecond: number): Uint8Array {
  const { image, colorIntrinsics } = frames[0]!
  const { width, height } = image
  const half = Math.atan(height / 2 / colorIntrinsics!.focalY)
  const clip: SightClip = {
    framesPerSecond,
    verticalFieldOfViewDegrees: (2 * half * 180) / Math.PI,
    image: { width, height },
    depth: { width: width / COARSER, height: height / COARSER },
  }
  const parts = frames.flatMap((frame) => [frame.image.data, millimetresOf(frame, clip.depth)])
  return Buffer.concat([Buffer.from(`${JSON.stringify(clip)}\n`, 'ascii'), ...parts])
}

function millimetresOf({ image, depth }: Frame, { width, height }: SightClip['depth']): Uint8Array {
  const raw = new Uint16Array(width * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      raw[y * width + x] = Math.round(1000 * depth!.data[COARSER * (y * image.width + x)]!)
    }
  }
  return new Uint8Array(raw.buffer)
}

/** A clip with its own pictures and another's depth, which is as long and as large. */
export function withDepthOf(clip: Uint8Array, other: Uint8Array): Uint8Array {
  const start = clip.indexOf(LINE_FEED) + 1
  const { image, depth } = JSON.parse(Buffer.from(clip.subarray(0, start)).toString('ascii')) as SightClip
  const colorLength = 3 * image.width * image.height
  const frameLength = colorLength + 2 * depth.width * depth.height
  const result = clip.slice()
  for (let at = start; at < clip.length; at += frameLength) {
    result.set(other.subarray(at + colorLength, at + frameLength), at + colorLength)
  }
  return result
}
