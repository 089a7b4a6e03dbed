import { captureProviderCases, describeConformance } from '@faceward/conformance'
import { describe, it } from 'vitest'
import { createSimulatedCapture, createSimulatedPerson, sampleScenes } from '../src/index.js'

const person = createSimulatedPerson({ seed: 11 })
const scenes = sampleScenes(11, 4, { camera: { width: 64, height: 48 } })

for (const kind of ['stream', 'still'] as const) {
  const createProvider = () => createSimulatedCapture({ person, scenes, kind })
  describeConformance(
    { describe, it },
    `as ${kind}`,
    captureProviderCases({ createProvider, kind, depth: 'sensed' }),
  )
}
