import { inferenceBackendCases, runConformance, tinyOnnxModel } from '@faceward/conformance'
import { createWorkerBackend } from '../src/index.js'

// The cases of the kit in a process that can start threads from the sources, which the test runner's own cannot.
const backend = createWorkerBackend({ threads: 2 })
// One model stays, and with it the threads, which take a second to start. Nobody disposes it: the process is to end
// all the same.
const tensor = { type: 'float32', dims: [1] } as const
const onnx = tinyOnnxModel({
  operator: 'Identity',
  inputs: [{ name: 'given', ...tensor }],
  output: { name: 'returned', ...tensor },
})
await backend.load({ id: 'held', onnx })
const outcomes = await runConformance(inferenceBackendCases({ createBackend: () => backend }))
process.stdout.write(JSON.stringify(outcomes))
