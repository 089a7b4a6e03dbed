import { describe, expect, it } from 'vitest'
import { createSteadiness, type Stance } from './steadiness.js'

const stance = (timestampMs: number, yawDegrees = 0, x = 0, width = 100): Stance => ({
  timestampMs,
  box: { x, y: 0, width, height: width },
  pose: { yawDegrees, pitchDegrees: 0, rollDegrees: 0 },
})

describe('createSteadiness', () => {
  it('is steady after 0.7 seconds of stillness, not before, and not by two frames', () => {
    const steadiness = createSteadiness()
    expect(steadiness.add(stance(0))).toBe(0)
    expect(steadiness.add(stance(350))).toBeCloseTo(0.5)
    expect(steadiness.add(stance(700))).toBe(1)
    const slow = createSteadiness()
    slow.add(stance(0))
    expect(slow.add(stance(5000))).toBeLessThan(1)
  })

  it.each<[string, Stance]>([
    ['turns', stance(400, 15)],
    ['moves', stance(400, 0, 40)],
    ['comes closer', stance(400, 0, 0, 130)],
  ])('begins anew when the head %s', (_, moved) => {
    const steadiness = createSteadiness()
    steadiness.add(stance(0))
    expect(steadiness.add(moved)).toBe(0)
    expect(steadiness.add({ ...moved, timestampMs: 750 })).toBeCloseTo(0.5)
  })

  it('begins anew when the face is gone', () => {
    const steadiness = createSteadiness()
    steadiness.add(stance(0))
    steadiness.add(undefined)
    expect(steadiness.add(stance(700))).toBe(0)
  })
})
