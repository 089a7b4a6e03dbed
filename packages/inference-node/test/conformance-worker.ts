import { inferenceBackendCases, runConformance } from '@faceward/conformance'
import { createNodeBackend } from '../src/index.js'

// Loads and runs every model of the kit as a process of its own would, and says how many promises were kept.
const outcomes = await runConformance(inferenceBackendCases({ createBackend: () => createNodeBackend() }))
process.stdout.write(String(outcomes.filter(({ status }) => status === 'kept').length))
