import { assertFeeds, createLifetime } from '@faceward/plugin-kit'
import {
  type InferenceBackend,
  type InferenceSession,
  type ModelBytes,
  SPECIFICATION_VERSION,
  type TensorSpec,
  type Tensors,
} from '@faceward/spec'
import { keepTelemetryOff } from './keep-telemetry-off.js'
import { parseWorkerBackendOptions, type WorkerBackendOptions } from './node-backend-options.js'
import type { InferenceThread } from './worker/inference-thread.js'
import { createInferenceThreadPool, type InferenceThreadPool } from './worker/inference-thread-pool.js'
import { memoryOf } from './worker/messages.js'

/**
 * Runs ONNX models with onnxruntime-node in threads of their own, so that Node's own thread stays free to answer
 * others. Every thread holds every model. A run goes to the thread with the least to do; feeds and results are copied
 * once each way. An abort is noticed before and after a run.
 *
 * The threads end with the last model, and keep no process alive.
 *
 * @throws ConfigurationError `invalid-options`.
 */
export function createWorkerBackend(options: WorkerBackendOptions = {}): InferenceBackend {
  const { threads, ...ofThread } = parseWorkerBackendOptions(options)
  const pool = createInferenceThreadPool(threads, ofThread)
  const state = { sessions: 0 }
  return {
    specificationVersion: SPECIFICATION_VERSION,
    id: 'onnxruntime-node-threads',
    async load(model, { signal } = {}) {
      signal?.throwIfAborted()
      await keepTelemetryOff()
      signal?.throwIfAborted()
      const number = state.sessions++
      const running = pool.join()
      try {
        const described = await Promise.all(running.map((thread) => loadIn(thread, number, model)))
        signal?.throwIfAborted()
        return createSession({ id: model.id, number, ...described[0]!, running, pool })
      } catch (failure) {
        await pool.leave()
        throw failure
      }
    },
  }
}

type Described = Pick<InferenceSession, 'inputs' | 'outputs'>

async function loadIn(
  thread: InferenceThread,
  session: number,
  { id, onnx }: ModelBytes,
): Promise<Described> {
  const own = onnx.slice()
  return (await thread.ask({ task: 'load', session, model: { id, onnx: own } }, [own.buffer])) as Described
}

function createSession(options: {
  readonly id: string
  readonly number: number
  readonly inputs: readonly TensorSpec[]
  readonly outputs: readonly TensorSpec[]
  readonly running: readonly InferenceThread[]
  readonly pool: InferenceThreadPool
}): InferenceSession {
  const { id, number, inputs, outputs, running, pool } = options
  const lifetime = createLifetime(`Model '${id}'`)

  return {
    inputs,
    outputs,
    async run(feeds, { signal } = {}) {
      lifetime.begin(signal)
      assertFeeds(inputs, feeds)
      const own = copyOf(feeds)
      const run = leastBusy(running).ask({ task: 'run', session: number, feeds: own }, memoryOf(own))
      const results = await lifetime.during(run)
      signal?.throwIfAborted()
      return results as Tensors
    },
    dispose: () =>
      lifetime.end(async () => {
        await Promise.allSettled(running.map((thread) => thread.ask({ task: 'dispose', session: number })))
        await pool.leave()
      }),
  }
}

/** The caller's arrays stay the caller's: what is handed to a thread is a copy. */
function copyOf(feeds: Tensors): Tensors {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, tensor]) => [name, { ...tensor, data: tensor.data.slice() }]),
  ) as Tensors
}

function leastBusy(threads: readonly InferenceThread[]): InferenceThread {
  return threads.reduce((least, thread) => (thread.waiting < least.waiting ? thread : least))
}
