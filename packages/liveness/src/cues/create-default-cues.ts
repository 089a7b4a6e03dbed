import { invalidOption } from '@faceward/plugin-kit'
import type { LivenessCue } from '@faceward/spec'
import { createChallengeCue } from '../challenges/challenge-cue.js'
import { createBlinkCue } from './blink-cue.js'
import { createIntegrityCue } from './integrity-cue.js'
import { createMicroMotionCue } from './micro-motion-cue.js'
import { createNeuralTextureCue, type NeuralPadModel } from './neural/neural-texture-cue.js'
import { createParallaxCue } from './parallax-cue.js'
import { createTextureCue } from './texture-cue.js'

export interface DefaultCuesOptions {
  /** TEXTURE_SPOOF_THRESHOLD; 0..1, default 0.5. */
  readonly textureSpoofThreshold?: number
  /** MICRO_MOTION_MIN_VARIANCE, squared interocular distances; default 1e-5. */
  readonly microMotionMinVariance?: number
  /** Neural single-frame detectors, where the deployment brings their weights. */
  readonly neuralModels?: readonly NeuralPadModel[]
}

/**
 * Every cue on colour: texture, micro-motion, parallax, blink, integrity, challenge; the neural one when it is given
 * models. A cue of sensed depth is added by whoever has the sensor (family `depth`).
 * @throws ConfigurationError `invalid-options` for a threshold that is no number in its range.
 */
export function createDefaultCues(options: DefaultCuesOptions = {}): readonly LivenessCue[] {
  const { textureSpoofThreshold = 0.5, microMotionMinVariance = 1e-5, neuralModels = [] } = options
  assertWithin('textureSpoofThreshold', textureSpoofThreshold, 0, 1)
  assertWithin('microMotionMinVariance', microMotionMinVariance, 0, 1)
  return [
    createTextureCue({ spoofThreshold: textureSpoofThreshold }),
    createMicroMotionCue({ minimumVariance: microMotionMinVariance }),
    createParallaxCue(),
    createBlinkCue(),
    createIntegrityCue(),
    createChallengeCue(),
    ...(neuralModels.length > 0 ? [createNeuralTextureCue({ models: neuralModels })] : []),
  ]
}

function assertWithin(key: string, value: number, low: number, high: number): void {
  if (value >= low && value <= high) return
  const message = `expected a number from ${low} to ${high}`
  throw invalidOption('createDefaultCues', key, message)
}
