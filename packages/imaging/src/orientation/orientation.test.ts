import type { Extrinsics, Intrinsics } from '@faceward/spec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { projectToPixel } from '../depth/pinhole.js'
import { orientExtrinsics, orientIntrinsics } from './orient-camera.js'
import { orientImage, orientRaster } from './orient-raster.js'
import { type Orientation, planeTurn, UPRIGHT } from './orientation.js'

const orientation: fc.Arbitrary<Orientation> = fc.record({
  rotationDegrees: fc.constantFrom(0, 90, 180, 270),
  mirrored: fc.boolean(),
})
const near = (value: number) => fc.double({ min: -value, max: value, noNaN: true })
const camera: Intrinsics = {
  width: 64,
  height: 48,
  focalX: 60,
  focalY: 55,
  principalX: 30,
  principalY: 25,
  distortion: { model: 'brown-conrady', coefficients: [0.05, -0.02, 0.01, -0.015, 0.003] },
}

/** What an orientation does to a point of space. */
function turnPoint(by: Orientation, { x, y, z }: { x: number; y: number; z: number }) {
  const [[a, b], [c, d]] = planeTurn(by)
  return { x: a * x + b * y, y: c * x + d * y, z }
}

describe('orientRaster', () => {
  const square = { width: 3, height: 2, data: Uint8Array.of(1, 2, 3, 4, 5, 6) }
  it.each([
    [{ rotationDegrees: 90, mirrored: false }, 2, 3, [4, 1, 5, 2, 6, 3]],
    [{ rotationDegrees: 180, mirrored: false }, 3, 2, [6, 5, 4, 3, 2, 1]],
    [{ rotationDegrees: 270, mirrored: false }, 2, 3, [3, 6, 2, 5, 1, 4]],
    [{ rotationDegrees: 0, mirrored: true }, 3, 2, [3, 2, 1, 6, 5, 4]],
    [{ rotationDegrees: 90, mirrored: true }, 2, 3, [1, 4, 2, 5, 3, 6]],
  ] as const)('turns %j', (by, width, height, data) => {
    expect(orientRaster(square, by)).toEqual({ width, height, data: Uint8Array.from(data) })
  })

  it('keeps the channels of a pixel together, and an upright picture as it is', () => {
    const image = { width: 2, height: 1, format: 'rgb8' as const, data: Uint8Array.of(1, 2, 3, 4, 5, 6) }
    expect(orientImage(image, { rotationDegrees: 90, mirrored: true })).toEqual({
      width: 1,
      height: 2,
      format: 'rgb8',
      data: Uint8Array.of(1, 2, 3, 4, 5, 6),
    })
    expect(orientRaster(square, UPRIGHT)).toBe(square)
    expect(() => orientRaster({ ...square, width: 4 }, UPRIGHT)).toThrow(/Expected 4 x 2/)
  })
})

describe('orientIntrinsics', () => {
  it('sees a turned point where the picture, turned, shows it, distortion included', () => {
    fc.assert(
      fc.property(orientation, near(0.4), near(0.4), (by, x, y) => {
        const before = projectToPixel(camera, { x, y, z: 1 })
        const after = projectToPixel(orientIntrinsics(camera, by), turnPoint(by, { x, y, z: 1 }))
        // The pixel's own way: about the middle of the picture.
        const fromMiddle = turnPoint(by, { x: before.x - 32, y: before.y - 24, z: 0 })
        const turned = orientIntrinsics(camera, by)
        expect(after.x).toBeCloseTo(fromMiddle.x + turned.width / 2, 6)
        expect(after.y).toBeCloseTo(fromMiddle.y + turned.height / 2, 6)
      }),
    )
  })
})

describe('orientExtrinsics', () => {
  const motion: Extrinsics = { rotation: [0, -1, 0, 1, 0, 0, 0, 0, 1], translation: [0.01, -0.02, 0.03] }
  const moved = ({ rotation: r, translation: t }: Extrinsics, p: { x: number; y: number; z: number }) => ({
    x: r[0]! * p.x + r[1]! * p.y + r[2]! * p.z + t[0],
    y: r[3]! * p.x + r[4]! * p.y + r[5]! * p.z + t[1],
    z: r[6]! * p.x + r[7]! * p.y + r[8]! * p.z + t[2],
  })

  it('takes a turned point to where the other camera, turned, sees it', () => {
    fc.assert(
      fc.property(orientation, orientation, near(1), near(1), (from, other, x, y) => {
        const to = { ...other, mirrored: from.mirrored }
        const expected = turnPoint(to, moved(motion, { x, y, z: 0.5 }))
        const found = moved(orientExtrinsics(motion, { from, to }), turnPoint(from, { x, y, z: 0.5 }))
        expect(found.x).toBeCloseTo(expected.x, 9)
        expect(found.y).toBeCloseTo(expected.y, 9)
        expect(found.z).toBeCloseTo(expected.z, 9)
      }),
    )
  })

  it('refuses a mirror image of one of the two', () => {
    expect(() => orientExtrinsics(motion, { from: UPRIGHT, to: { ...UPRIGHT, mirrored: true } })).toThrow(
      /mirrored/,
    )
  })
})
