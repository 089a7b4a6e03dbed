import type { FrameAnalysis } from '@faceward/web'
import { describe, expect, it } from 'vitest'
import { guidanceFor } from './guidance.js'

const SIZE = { width: 640, height: 480 }
const straight = { yawDegrees: 0, pitchDegrees: 0, rollDegrees: 0 }

/** A usable frame with a face of a size, in the middle unless moved. */
function usable(side: number, { x = 0, y = 0, pose = {} } = {}): FrameAnalysis {
  const box = { x: 320 - side / 2 + x, y: 240 - side / 2 + y, width: side, height: side }
  const face = { box, score: 0.99, rightEye: { x: 0, y: 0 }, leftEye: { x: 1, y: 0 } }
  const given = { faces: [face], face, pose: { ...straight, ...pose } }
  return { usable: true, reasons: [], ...given, timestampMs: 0, sequence: 0 }
}

const refused = (code: 'no_face' | 'multiple_faces' | 'too_dark'): FrameAnalysis => ({
  usable: false,
  reasons: [{ code, message: 'in other words' }],
  faces: [],
  timestampMs: 0,
  sequence: 0,
})

describe('guidanceFor', () => {
  it('says nothing to somebody who is well in the picture', () => {
    expect(guidanceFor(usable(220), SIZE)).toBeUndefined()
  })

  it.each<[string, FrameAnalysis]>([
    ['Come closer', usable(100)],
    ['A little farther away', usable(420)],
    ['Move to the middle', usable(220, { x: 180 })],
    // The person's own sides: somebody turned to their left turns back to their right.
    ['Turn your head a little to your right', usable(220, { pose: { yawDegrees: 20 } })],
    ['Turn your head a little to your left', usable(220, { pose: { yawDegrees: -20 } })],
    ['Lower your chin a little', usable(220, { pose: { pitchDegrees: 25 } })],
    ['Lift your chin a little', usable(220, { pose: { pitchDegrees: -25 } })],
    ['Bring your face into the oval', refused('no_face')],
    ['One person at a time, please', refused('multiple_faces')],
    ['More light, please', refused('too_dark')],
  ])('says: %s', (words, analysis) => {
    expect(guidanceFor(analysis, SIZE)).toBe(words)
  })

  it('judges size by the shorter side, so that a telephone held upright asks the same', () => {
    const upright = usable(220, { x: -80, y: 80 })
    expect(guidanceFor(upright, { width: 480, height: 640 })).toBeUndefined()
  })
})
