import { createOnnxruntimeSession } from '@faceward/inference-onnxruntime'
import { type InferenceBackend, InferenceError, ModelLoadError, SPECIFICATION_VERSION } from '@faceward/spec'
import type { InferenceSession as OrtSession } from 'onnxruntime-node'
import { keepTelemetryOff } from './keep-telemetry-off.js'
import { type NodeBackendOptions, parseNodeBackendOptions } from './node-backend-options.js'

const LOG_FATAL_ONLY = 4

// Threads that wait by spinning doubled the processor time of every run with two threads, and on a busy machine
// the time it took as well (README).
const WITHOUT_SPINNING = { session: { intra_op: { allow_spinning: '0' }, inter_op: { allow_spinning: '0' } } }

/**
 * Runs ONNX models on the CPU with onnxruntime-node.
 *
 * The library is loaded with the first model, and both loading and running hold Node's own thread until they
 * are done. An abort is therefore noticed before and after, never in the middle.
 *
 * @throws ConfigurationError `invalid-options`.
 */
export function createNodeBackend(options: NodeBackendOptions = {}): InferenceBackend {
  const { intraOpThreads } = parseNodeBackendOptions(options)
  const sessionOptions: OrtSession.SessionOptions = {
    executionProviders: ['cpu'],
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    intraOpNumThreads: intraOpThreads,
    interOpNumThreads: 1,
    logSeverityLevel: LOG_FATAL_ONLY,
    extra: WITHOUT_SPINNING,
  }
  return {
    specificationVersion: SPECIFICATION_VERSION,
    id: 'onnxruntime-node',
    async load(model, { signal } = {}) {
      signal?.throwIfAborted()
      const ort = await importLibrary()
      signal?.throwIfAborted()
      const session = await create(ort, model.id, model.onnx, sessionOptions)
      try {
        signal?.throwIfAborted()
        return createOnnxruntimeSession({ Tensor: ort.Tensor, session, id: model.id })
      } catch (failure) {
        await session.release()
        throw failure
      }
    },
  }
}

async function importLibrary(): Promise<typeof import('onnxruntime-node')> {
  await keepTelemetryOff()
  try {
    return await import('onnxruntime-node')
  } catch (cause) {
    throw new InferenceError('onnxruntime-node cannot be loaded on this platform or is not installed.', {
      code: 'backend-failure',
      cause,
    })
  }
}

async function create(
  ort: typeof import('onnxruntime-node'),
  id: string,
  onnx: Uint8Array,
  options: OrtSession.SessionOptions,
): Promise<OrtSession> {
  try {
    return await ort.InferenceSession.create(onnx, options)
  } catch (cause) {
    throw new ModelLoadError(`Model '${id}' is not an ONNX model that onnxruntime can run.`, {
      code: 'malformed-model',
      cause,
    })
  }
}
