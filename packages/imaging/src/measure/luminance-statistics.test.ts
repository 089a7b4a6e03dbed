import type { Image } from '@faceward/spec'
import { describe, expect, test } from 'vitest'
import { luminanceStatistics } from './luminance-statistics.js'

describe('luminanceStatistics', () => {
  test('counts the pixels whose centres lie in the box', () => {
    const data = Uint8Array.from({ length: 16 }, (_, index) => 10 * index)
    const image: Image = { width: 4, height: 4, format: 'gray8', data }
    const box = { x: 0.6, y: 0.4, width: 2, height: 1.2 }
    // Columns 1 and 2 (centres 1.5 and 2.5), rows 0 and 1 (0.5 and 1.5): 10, 20, 50, 60.
    const statistics = luminanceStatistics(image, box)
    expect(statistics.pixels).toBe(4)
    expect(statistics.mean).toBeCloseTo(35, 9)
    expect(statistics.standardDeviation).toBeCloseTo(
      Math.sqrt((25 * 25 + 15 * 15 + 15 * 15 + 25 * 25) / 4),
      9,
    )
  })

  test('a box off the picture counts nothing', () => {
    const box = { x: 50, y: 0, width: 5, height: 5 }
    expect(
      luminanceStatistics({ width: 2, height: 1, format: 'rgb8', data: new Uint8Array(6).fill(200) }, box),
    ).toMatchObject({ pixels: 0, mean: 0 })
  })

  test('tells clipped pixels apart', () => {
    const image: Image = { width: 4, height: 1, format: 'gray8', data: Uint8Array.of(0, 255, 128, 128) }
    expect(luminanceStatistics(image)).toMatchObject({ brightShare: 0.25, darkShare: 0.25 })
  })
})
