import { createSimulatedCapture, createSimulatedPerson, sampleScenes } from '@faceward/capture-simulated'
import { wholeNumber } from '../../evaluation/option-values.js'
import type { CaptureSource } from '../capture-source.js'

const SCENES = 30

/** People who do not exist, to try the command with no camera at hand. */
export const simulatedSource: CaptureSource = {
  name: 'simulated',
  summary: 'a person who does not exist, with exact depth; the same seed is the same person',
  operand: { name: 'seed', required: false },
  create({ operand = '1' }) {
    const seed = wholeNumber('--source simulated', 0)(operand)
    return createSimulatedCapture({
      person: createSimulatedPerson({ seed }),
      scenes: sampleScenes(seed, SCENES),
    })
  },
}
