import { DEPTH_TO_COLOR, type Recording } from './recording.js'

const SIZE = { width: 16, height: 12 }
const CAMERA = { ...SIZE, focalX: 20, focalY: 20, principalX: 8, principalY: 6 }

/** Three frames of a slope, in no time. */
export const TINY_RECORDING: Recording = {
  info: { Name: 'Intel RealSense D435', 'Serial Number': '012345678901' },
  depthUnit: 0.001,
  framesPerSecond: 30,
  color: CAMERA,
  depth: CAMERA,
  depthToColor: DEPTH_TO_COLOR,
  frames: [0, 1, 2].map((index) => ({
    number: 7 + index,
    timestampMs: 1000 + (index * 100) / 3,
    color: {
      ...SIZE,
      format: 'rgb8',
      data: Uint8Array.from({ length: 16 * 12 * 3 }, (_, i) => (i + index) & 255),
    },
    depth: Uint16Array.from({ length: 16 * 12 }, (_, i) => 500 + i + index),
  })),
}
