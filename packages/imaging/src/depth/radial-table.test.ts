import type { DepthMap, Intrinsics } from '@faceward/spec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { distortRay, undistortRay } from './lens-distortion.js'
import { projectToPixel } from './pinhole.js'
import { appleDistortion } from './radial-table.js'
import { registerDepth } from './register-depth.js'

const camera: Intrinsics = {
  width: 640,
  height: 480,
  focalX: 540,
  focalY: 540,
  principalX: 322,
  principalY: 238,
}
const center = { x: 318, y: 243 }
/** 42 entries, as iPhones give; a growing pincushion. */
const table = Array.from({ length: 42 }, (_, i) => 0.03 * (i / 41) ** 2)
const distortion = appleDistortion(table, center, camera)

describe('radial table', () => {
  it("moves a pixel as Apple's formula does", () => {
    // The farthest corner from the centre, (640, 0), has the table's last entry: 3 % farther out.
    const corner = { x: (640 - 322) / 540, y: (0 - 238) / 540 }
    const bent = distortRay(distortion, corner)
    expect(bent.x * 540 + 322).toBeCloseTo(318 + 1.03 * (640 - 318), 6)
    expect(bent.y * 540 + 238).toBeCloseTo(243 + 1.03 * (0 - 243), 6)
    // Half way out, between entries 20 and 21.
    const half = { x: (318 + 161 - 322) / 540, y: (243 - 121.5 - 238) / 540 }
    const share = (table[20]! + table[21]!) / 2
    expect(distortRay(distortion, half).x * 540 + 322).toBeCloseTo(318 + (1 + share) * 161, 6)
  })

  it('undistorting undoes distorting, also beyond the table and with one entry or none', () => {
    const ray = fc.record({
      x: fc.double({ min: -1, max: 1, noNaN: true }),
      y: fc.double({ min: -1, max: 1, noNaN: true }),
    })
    fc.assert(
      fc.property(
        ray,
        fc.array(fc.double({ min: -0.05, max: 0.05, noNaN: true }), { maxLength: 42 }),
        (point, values) => {
          // A lens's table changes slowly from entry to entry.
          const smooth = values.map((value, i) => (value * i) / 42)
          const lens = { ...distortion, coefficients: smooth.sort((a, b) => a - b) }
          const back = undistortRay(lens, distortRay(lens, point))
          expect(Math.hypot(back.x - point.x, back.y - point.y)).toBeLessThan(1e-5)
        },
      ),
    )
  })

  it('is taken out of a depth map that is registered to colour', () => {
    const bentCamera = { ...camera, distortion }
    const data = new Float32Array(640 * 480)
    // One near dot on a far wall: where a straight camera sees it is known.
    const dot = { x: 0.22, y: -0.17, z: 0.5 }
    const seen = projectToPixel(bentCamera, dot)
    data.fill(1)
    for (let y = -3; y <= 3; y++) {
      for (let x = -3; x <= 3; x++) data[Math.floor(seen.y + y) * 640 + Math.floor(seen.x + x)] = 0.5
    }
    const map: DepthMap = {
      width: 640,
      height: 480,
      data,
      intrinsics: bentCamera,
      registeredToColor: false,
      depthToColor: { rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], translation: [0, 0, 0] },
      provenance: { kind: 'sensed', method: 'structured-light', trust: 'driver' },
    }
    const registered = registerDepth(map, camera)
    const near = [...registered.data.keys()].filter(
      (i) => registered.data[i]! > 0 && registered.data[i]! < 0.6,
    )
    const mean = (of: (i: number) => number) => near.reduce((sum, i) => sum + of(i) + 0.5, 0) / near.length
    const straight = projectToPixel(camera, dot)
    expect(mean((i) => i % 640)).toBeCloseTo(straight.x, 0)
    expect(mean((i) => Math.floor(i / 640))).toBeCloseTo(straight.y, 0)
    expect(Math.abs(seen.x - straight.x)).toBeGreaterThan(3)
  })
})
