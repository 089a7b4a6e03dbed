import { describe, expect, it } from 'vitest'
import { decodeDepthPacket } from '../packet/decode-packet.js'
import { readDepthPacket } from '../packet/read-packet.js'
import { writeDepthPacket } from '../packet/write-packet.js'
import { type VisionCameraOptions, visionCameraContent } from './vision-camera-content.js'
import type { VisionCameraDepth } from './vision-camera-depth.js'

const matrix = [6, 0, 0, 0, 7, 0, 2, 1.5, 1]
const common = { width: 3, height: 2, isMirrored: false, seq: 4 }
const sensed: Pick<VisionCameraOptions, 'kind' | 'method' | 'alignedTo' | 'seq'> = {
  kind: 'sensed',
  method: 'time-of-flight',
  alignedTo: 'color',
  seq: 4,
}

/** A frame whose buffer must not be touched once it is disposed of. */
function frame(more: Partial<VisionCameraDepth>, rows: ArrayBuffer) {
  const state = { disposed: 0 }
  const depth: VisionCameraDepth = {
    ...common,
    bytesPerRow: 0,
    pixelFormat: 'depth-16-bit',
    timestamp: 0,
    orientation: 'up',
    depthDataAccuracy: 'absolute',
    getDepthData() {
      if (state.disposed > 0) throw new Error('disposed')
      return rows
    },
    dispose() {
      state.disposed++
      new Uint8Array(rows).fill(0xff)
    },
    ...more,
  }
  return { depth, state }
}
const mapOf = async (depth: VisionCameraDepth, options: VisionCameraOptions) =>
  decodeDepthPacket(readDepthPacket(writeDepthPacket(visionCameraContent(depth, options))))

const calibration = {
  intrinsicMatrixReferenceDimensions: { width: 6, height: 4 },
  cameraIntrinsicMatrix: matrix,
}

describe('visionCameraContent', () => {
  it('reads half floats in seconds on iOS, with padded rows, lying on its side', async () => {
    // 1, 2, 0.5 and a padding; 4, NaN, 0.25 and a padding.
    const rows = Uint16Array.of(0x3c00, 0x4000, 0x3800, 0xffff, 0x4400, 0x7e00, 0x3400, 0xffff).buffer
    const { depth, state } = frame(
      { bytesPerRow: 8, timestamp: 12.5, orientation: 'right', cameraCalibrationData: calibration },
      rows,
    )
    const found = await mapOf(depth, { platform: 'ios', ...sensed })
    expect(found).toMatchObject({ timestampMs: 12_500, sequence: 4 })
    // Up in the world is right in the rows: the last column comes first.
    expect([...found.depth!.data]).toEqual([0.5, 0.25, 2, 0, 1, 4])
    expect(found.depth).toMatchObject({
      width: 2,
      height: 3,
      // Half the reference size, then turned.
      intrinsics: { width: 2, height: 3, focalX: 3.5, focalY: 3, principalX: 0.75, principalY: 2 },
      provenance: { accuracy: 'absolute', trust: 'declared' },
    })
    expect(state.disposed).toBe(1)
  })

  it('reads DEPTH16 in nanoseconds on Android, and does not believe that it is absolute', async () => {
    const rows = Uint16Array.of(1000, 2000, 8192 + 500, 0, 500, 4 * 8192 + 500).buffer
    const intrinsics = { fx: 3, fy: 3, cx: 1.5, cy: 1, width: 3, height: 2 }
    const { depth } = frame({ timestamp: 7_000_000_000 }, rows)
    const found = await mapOf(depth, { platform: 'android', intrinsics, ...sensed })
    expect(found.timestampMs).toBe(7000)
    const expected = [1, 2, 0.5, 0, 0.5, 0.5]
    expect([...found.depth!.data]).toEqual(expected)
    expect([...found.depth!.confidence!]).toEqual([255, 255, 0, 255, 255, 109])
    expect(found.depth?.provenance.accuracy).toBe('relative')
  })

  it('reads disparity, and gives relative depth as such', async () => {
    const rows = Float32Array.of(1, 2, 4, 0.5, Number.NaN, 0.25).buffer
    const { depth } = frame(
      { pixelFormat: 'disparity-32-bit', depthDataAccuracy: 'relative', cameraCalibrationData: calibration },
      rows,
    )
    const found = await mapOf(depth, { platform: 'ios', ...sensed })
    expect([...found.depth!.data]).toEqual([1, 0.5, 0.25, 2, 0, 4])
    expect(found.depth?.provenance.accuracy).toBe('relative')
  })

  it.each([
    ['a point cloud', { pixelFormat: 'depth-point-cloud-32-bit' }, /pixelFormat/],
    ['no calibration', {}, /intrinsics/],
    ['a buffer too small', { cameraCalibrationData: calibration, bytesPerRow: 16 }, /bytesPerRow/],
  ])('refuses %s, and disposes of the frame all the same', (_, more, message) => {
    const { depth, state } = frame(more, new ArrayBuffer(12))
    expect(() => visionCameraContent(depth, { platform: 'ios', ...sensed })).toThrow(message)
    expect(state.disposed).toBe(1)
  })
})
