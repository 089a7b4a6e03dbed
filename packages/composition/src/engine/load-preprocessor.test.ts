import { describe, expect, it } from 'vitest'
import { depthUse } from './load-preprocessor.js'

describe('depthUse', () => {
  it.each([
    [true, false, 'sensed'],
    [true, true, 'sensed-or-estimated'],
    [false, true, 'ignore'],
    [false, false, 'ignore'],
  ] as const)(
    'PREFER_DEPTH %s, DEPTH_ESTIMATION_FALLBACK %s: %s',
    (preferDepth, depthEstimationFallback, use) => {
      expect(depthUse({ preferDepth, depthEstimationFallback })).toBe(use)
    },
  )
})
