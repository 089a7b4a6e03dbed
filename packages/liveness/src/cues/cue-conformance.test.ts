import {
  brokenLivenessCues,
  describeConformance,
  type LivenessCueHarness,
  livenessCueCases,
  runConformance,
} from '@faceward/conformance'
import { describe, expect, it } from 'vitest'
import { type FaceState, faceSequence } from '../../test/synthetic-face.js'
import { createChallengeCue } from '../challenges/challenge-cue.js'
import { createBlinkCue } from './blink-cue.js'
import { createIntegrityCue } from './integrity-cue.js'
import { createMicroMotionCue } from './micro-motion-cue.js'
import { createParallaxCue } from './parallax-cue.js'
import { createTextureCue } from './texture-cue.js'

/** Turns, talks and blinks. */
const states: readonly FaceState[] = Array.from({ length: 30 }, (_, i) => ({
  yawDegrees: 20 * Math.sin(i / 8),
  mouthOpen: 0.2 + 0.2 * Math.sin(i / 3),
  blink: i === 14 || i === 15 ? 1 : 0,
}))
const judgeable = () => ({
  samples: faceSequence(states, { noise: 0.1 }),
  challenge: { actions: ['turn-left'], issuedAtMs: 0, expiresAtMs: 20_000 },
})
const ofMesh = { judgeable, overTime: true, needsMesh: true }
const harnesses: Readonly<Record<string, LivenessCueHarness>> = {
  texture: { createCue: createTextureCue, judgeable },
  'micro-motion': { createCue: createMicroMotionCue, ...ofMesh },
  parallax: { createCue: createParallaxCue, ...ofMesh },
  blink: { createCue: createBlinkCue, ...ofMesh },
  integrity: { createCue: createIntegrityCue, judgeable, overTime: true },
  challenge: { createCue: createChallengeCue, ...ofMesh },
}

for (const [name, harness] of Object.entries(harnesses)) {
  describeConformance({ describe, it }, `conformance of the ${name} cue`, livenessCueCases(harness))
}

describe('every conformance case catches its broken double', () => {
  it.each(brokenLivenessCues)('$caughtBy', async ({ caughtBy, breakCue }) => {
    const broken = { ...ofMesh, createCue: () => breakCue(createMicroMotionCue()) }
    const outcomes = await runConformance(livenessCueCases(broken))
    expect(outcomes.find(({ name }) => name === caughtBy)?.status).toBe('broken')
  })

  it('has a double for each case', () => {
    expect(brokenLivenessCues.map(({ caughtBy }) => caughtBy)).toEqual(
      livenessCueCases(ofMesh as never).map(({ name }) => name),
    )
  })
})
