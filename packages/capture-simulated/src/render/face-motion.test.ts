import { describe, expect, it } from 'vitest'
import { createSimulatedPerson } from '../person/simulated-person.js'
import { FaceMotion } from './face-motion.js'

const { head } = createSimulatedPerson({ seed: 11 })
const faces = [
  { smile: 1, mouthOpen: 0, browRaise: 0 },
  { smile: 0, mouthOpen: 0.8, browRaise: 0 },
  { smile: 0.5, mouthOpen: 0.3, browRaise: 0.7 },
]

describe('FaceMotion', () => {
  it.each(faces)('takes a moved point back to where it rested: %o', (expression) => {
    const motion = new FaceMotion(head, expression)
    const { mouthY, chinY, noseTipY, lipsZ } = head.anchors
    for (const [x, y, z] of [
      [20, mouthY + 9, lipsZ],
      [28, 18, 12],
      [0, noseTipY, 40],
      [10, mouthY - 12, lipsZ],
      [0, chinY + 8, 20],
    ] as const) {
      motion.toMoved(x, y, z, y < mouthY ? 'lower' : 'upper')
      motion.toRest(motion.x, motion.y, motion.z)
      expect(motion.x).toBeCloseTo(x, 0)
      expect(Math.abs(motion.y - y)).toBeLessThan(1.5)
      expect(motion.z).toBeCloseTo(z, 0)
    }
  })

  it('moves nothing at rest', () => {
    const motion = new FaceMotion(head, { smile: 0, mouthOpen: 0, browRaise: 0 })
    motion.toRest(3, -60, 25)
    expect([motion.x, motion.y, motion.z, motion.gap]).toEqual([3, -60, 25, 0])
  })
})
