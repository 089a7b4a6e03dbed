// Times the renderer of simulated people.
// Needs: nothing

import { createSimulatedPerson, renderFrame } from '@faceward/capture-simulated'
import { bench, describe } from 'vitest'

const person = createSimulatedPerson({ seed: 103 })
const camera = { width: 320, height: 240 }
renderFrame(person, { camera })

describe('a 320 x 240 frame, the head filling about a third of it', () => {
  bench('at rest', () => void renderFrame(person, { camera, distanceM: 0.45 }), { iterations: 10, time: 0 })
  bench(
    'smiling, mouth open',
    () => void renderFrame(person, { camera, distanceM: 0.45, expression: { smile: 0.3, mouthOpen: 0.1 } }),
    { iterations: 10, time: 0 },
  )
})

describe('a new person', () => {
  bench('bake the head', () => void createSimulatedPerson({ seed: 104 }).head, { iterations: 5, time: 0 })
})
