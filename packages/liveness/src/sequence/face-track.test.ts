import { describe, expect, it } from 'vitest'
import { faceSequence, resting } from '../../test/synthetic-face.js'
import { picture } from '../../test/synthetic-samples.js'
import { findTrackBreak } from './face-track.js'

describe('face track', () => {
  it('is one for a face that turns, nears and shifts as people do, at 5 to 120 frames a second', () => {
    for (const framesPerSecond of [5, 10, 30, 120]) {
      const states = Array.from({ length: 60 }, (_, i) => {
        const t = i / framesPerSecond
        return {
          yawDegrees: 25 * Math.sin(2 * t),
          scale: 1 + 0.2 * Math.sin(t),
          shiftX: 40 * Math.sin(3 * t),
        }
      })
      expect(findTrackBreak(faceSequence(states, { framesPerSecond }))).toBeUndefined()
    }
  })

  it('ends when the face leaves and returns', () => {
    const samples = faceSequence(resting(20), { timestampMs: (i) => 100 * i + (i >= 12 ? 1500 : 0) })
    expect(findTrackBreak(samples)).toEqual({ index: 12, why: 'gap' })
  })

  it('ends when another person’s face is taken elsewhere in the picture, or at another distance', () => {
    const elsewhere = faceSequence(resting(20).map((_, i) => ({ shiftX: i >= 9 ? 200 : 0 })))
    const farther = faceSequence(resting(20).map((_, i) => ({ scale: i >= 9 ? 0.4 : 1 })))
    for (const samples of [elsewhere, farther]) {
      expect(findTrackBreak(samples)).toEqual({ index: 9, why: 'jump' })
    }
  })

  it('ends at a cut to another face in the same place', () => {
    const samples = faceSequence(resting(20)).map((sample, i) => {
      const other = picture({ side: 112, detail: 12, seed: i })
      const mirrored = { ...other, data: other.data.map((value) => 255 - value) }
      return i < 10 ? sample : { ...sample, aligned: mirrored }
    })
    expect(findTrackBreak(samples)).toEqual({ index: 10, why: 'another-face' })
  })

  it('says nothing of stills, which are no track', () => {
    const states = resting(5).map((_, i) => ({ shiftX: 300 * i }))
    expect(findTrackBreak(faceSequence(states, { kind: 'still' }))).toBeUndefined()
  })
})
