import type { DepthMap, Intrinsics } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { pixelRay } from './pinhole.js'
import { registerDepth } from './register-depth.js'

const camera = (width: number, height: number, focal: number): Intrinsics => ({
  width,
  height,
  focalX: focal,
  focalY: focal,
  principalX: width / 2 + 1.3,
  principalY: height / 2 - 0.7,
})
const depthCamera = camera(160, 120, 150)
const turn = (degrees: number) => {
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)]
  return [c, 0, s, 0, 1, 0, -s, 0, c]
}

/** What a depth camera sees of the nearest of some planes `n . p = d`, each limited to where it says. */
interface Sheet {
  readonly normal: readonly [number, number, number]
  readonly d: number
  readonly halfWidth?: number
}
function seen(sheets: readonly Sheet[], x: number, y: number): number {
  let nearest = 0
  for (const { normal, d, halfWidth = Number.POSITIVE_INFINITY } of sheets) {
    const z = d / (normal[0] * x + normal[1] * y + normal[2])
    if (z > 0 && Math.abs(x * z) <= halfWidth && (nearest === 0 || z < nearest)) nearest = z
  }
  return nearest
}
function mapOf(sheets: readonly Sheet[], more: Partial<DepthMap> = {}): DepthMap {
  const { width, height } = depthCamera
  const intrinsics = more.intrinsics ?? depthCamera
  const data = new Float32Array(width * height)
  for (let i = 0; i < data.length; i++) {
    const ray = pixelRay(intrinsics, { x: (i % width) + 0.5, y: Math.floor(i / width) + 0.5 })
    data[i] = seen(sheets, ray.x, ray.y)
  }
  return {
    width,
    height,
    data,
    intrinsics,
    registeredToColor: false,
    depthToColor: { rotation: turn(2), translation: [0.025, 0.001, -0.002] },
    provenance: { kind: 'sensed', method: 'active-stereo', trust: 'driver' },
    ...more,
  }
}

const wall: Sheet = { normal: [0.5, 0.1, 1], d: 0.7 }

/** The wall in the colour camera's frame, at a pixel of the registered map. */
function wallFromColor(map: DepthMap, source: DepthMap, x: number, y: number): number {
  const { rotation: r, translation: t } = source.depthToColor!
  const n = wall.normal
  const turned = [0, 1, 2].map((i) => r[3 * i]! * n[0] + r[3 * i + 1]! * n[1] + r[3 * i + 2]! * n[2])
  const d = wall.d + turned[0]! * t[0] + turned[1]! * t[1] + turned[2]! * t[2]
  const ray = pixelRay(map.intrinsics, { x: x + 0.5, y: y + 0.5 })
  return d / (turned[0]! * ray.x + turned[1]! * ray.y + turned[2]!)
}

describe('registerDepth', () => {
  it.each([
    ['no distortion', undefined],
    ['a distorting depth lens', { model: 'brown-conrady', coefficients: [0.08, -0.02, 0.001, 0.001, 0] }],
  ] as const)('puts a slanted wall where the colour camera sees it, without cracks: %s', (_, distortion) => {
    const source = mapOf([wall], distortion ? { intrinsics: { ...depthCamera, distortion } } : {})
    const map = registerDepth(source, camera(320, 240, 300))
    expect([map.width, map.height, map.registeredToColor]).toEqual([160, 120, true])
    let worst = 0
    for (let y = 10; y < map.height - 10; y++) {
      for (let x = 20; x < map.width - 20; x++) {
        const value = map.data[y * map.width + x]!
        expect(value).toBeGreaterThan(0)
        worst = Math.max(worst, Math.abs(value / wallFromColor(map, source, x, y) - 1))
      }
    }
    // Half a pixel of a wall this steep is 0.35 % of its depth.
    expect(worst).toBeLessThan(0.006)
  })

  it('lets the nearer surface hide the farther one', () => {
    const card: Sheet = { normal: [0, 0, 1], d: 0.4, halfWidth: 0.05 }
    const map = registerDepth(mapOf([{ normal: [0, 0, 1], d: 1 }, card]), camera(160, 120, 150))
    const middle = map.data[60 * map.width + Math.round(80 + 1.3 + (0.025 / 0.4) * 150)]!
    expect(middle).toBeCloseTo(0.4, 1)
    const values = [...map.data].filter((value) => value > 0)
    expect(values.every((value) => Math.abs(value - 0.4) < 0.03 || Math.abs(value - 1) < 0.06)).toBe(true)
  })

  it('leaves a registered map alone, and holes are holes', () => {
    const source = mapOf([wall])
    const registered = { ...source, registeredToColor: true }
    expect(registerDepth(registered, depthCamera)).toBe(registered)
    const empty = { ...source, data: new Float32Array(source.data.length) }
    expect(registerDepth(empty, depthCamera).data.every((value) => value === 0)).toBe(true)
  })

  it('refuses what has no place: no extrinsics, a buffer of another size', () => {
    const { depthToColor: _, ...lost } = mapOf([wall])
    expect(() => registerDepth(lost, depthCamera)).toThrow(/no position/)
    const short = { ...mapOf([wall]), data: new Float32Array(5) }
    expect(() => registerDepth(short, depthCamera)).toThrow(/width x height/)
  })
})
