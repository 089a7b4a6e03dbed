// Times the cues on colour, beyond the models.
// Needs: nothing

import { createDefaultCues, createLivenessDetector, faceTexture } from '@faceward/liveness'
import { bench, describe } from 'vitest'
import { type FaceState, faceSequence } from '../../../../packages/liveness/test/synthetic-face.js'
import { picture } from '../../../../packages/liveness/test/synthetic-samples.js'

/** One 640 x 480 frame with a face of 300 pixels, and three seconds of them at 10 a second. */
const square = picture({ side: 640, detail: 40 })
const image = { ...square, height: 480, data: square.data.subarray(0, 640 * 480 * 3) }
const states: readonly FaceState[] = Array.from({ length: 30 }, (_, i) => ({
  yawDegrees: 20 * Math.sin(i / 8),
  mouthOpen: 0.2 + 0.2 * Math.sin(i / 3),
}))
const samples = faceSequence(states, { image, noise: 0.1 }).map((sample) => ({
  ...sample,
  box: { x: 170, y: 90, width: 300, height: 300 },
}))
const challenge = { actions: ['turn-left', 'look-up'], issuedAtMs: 0, expiresAtMs: 20_000 }
const detector = createLivenessDetector({ cues: createDefaultCues() })

describe('30 frames of 640 x 480', () => {
  bench('all cues and their fusion (divide by 30 for a frame)', async () => {
    await detector.assess({ samples, challenge })
  })
  for (const cue of createDefaultCues()) {
    bench(cue.id, async () => {
      await cue.evaluate({ samples, challenge })
    })
  }
  bench('texture of one frame', () => {
    faceTexture(samples[0]!)
  })
})
