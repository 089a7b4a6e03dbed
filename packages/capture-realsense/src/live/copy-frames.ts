import { colorImage } from '../frames/color-image.js'
import { depthMetres } from '../frames/depth-metres.js'
import type { Rs2, RsFrame } from './rs2.js'
import { EXTENSION } from './rs2-constants.data.js'

/** A picture and a map of one moment, in memory of their own. */
export interface CameraFrame {
  readonly number: number
  readonly timestampMs: number
  readonly color: { readonly width: number; readonly height: number; readonly data: Uint8Array }
  readonly depth: { readonly width: number; readonly height: number; readonly data: Float32Array }
  /** On the clock of `timestampMs`; left out when the two streams have different clocks. */
  readonly depthTimestampMs?: number
}

/** Copies colour and depth out of a set of frames; undefined when one of them is missing. */
export function copyFrames(rs2: Rs2, frames: RsFrame): CameraFrame | undefined {
  const found: { color?: Copied<Uint8Array>; depth?: Copied<Float32Array> } = {}
  for (let i = 0; i < rs2.embeddedCount(frames); i++) {
    const frame = rs2.extract(frames, i)
    try {
      if (rs2.isFrame(frame, EXTENSION.depthFrame) !== 0) found.depth = copyDepth(rs2, frame)
      else found.color = copyColor(rs2, frame)
    } finally {
      rs2.releaseFrame(frame)
    }
  }
  const { color, depth } = found
  if (color === undefined || depth === undefined) return undefined
  return {
    number: color.number,
    timestampMs: color.timestampMs,
    color: color.picture,
    depth: depth.picture,
    ...(color.clockDomain === depth.clockDomain ? { depthTimestampMs: depth.timestampMs } : {}),
  }
}

interface Copied<Data> {
  readonly number: number
  readonly timestampMs: number
  readonly clockDomain: number
  readonly picture: { readonly width: number; readonly height: number; readonly data: Data }
}

function copyDepth(rs2: Rs2, frame: RsFrame): Copied<Float32Array> {
  const size = { width: rs2.width(frame), height: rs2.height(frame), stride: rs2.stride(frame) }
  const data = depthMetres(rs2.data(frame), size, rs2.depthUnit(frame))
  return { ...stampOf(rs2, frame), picture: { width: size.width, height: size.height, data } }
}

function copyColor(rs2: Rs2, frame: RsFrame): Copied<Uint8Array> {
  const size = { width: rs2.width(frame), height: rs2.height(frame), stride: rs2.stride(frame) }
  const { width, height, data } = colorImage('rgb8', { ...size, data: rs2.data(frame) })
  return { ...stampOf(rs2, frame), picture: { width, height, data } }
}

function stampOf(rs2: Rs2, frame: RsFrame): Omit<Copied<never>, 'picture'> {
  return {
    number: Number(rs2.frameNumber(frame)),
    timestampMs: rs2.timestampMs(frame),
    clockDomain: rs2.clockDomain(frame),
  }
}
