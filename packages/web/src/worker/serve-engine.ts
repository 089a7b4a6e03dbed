import { ConfigurationError, type Frame } from '@faceward/spec'
import * as comlink from 'comlink'
import { createLocalEngine } from '../engine/local-engine.js'
import type { WebEngine } from '../engine/web-engine.js'
import type { OwnParts } from '../engine/web-engine-options.js'
import { type Answer, answerOf } from './answer.js'
import { frameParcel, imageParcel } from './frame-transfer.js'
import type { CallId, PlainMethod, PullFrame, WorkerEngine } from './worker-protocol.js'

/**
 * Serves one engine to the page that started this worker. Call it once, in a worker's own script, to give the engine
 * parts of your own; the page then passes `worker: () => new Worker(...)` to `createWebEngine`.
 */
export function serveEngine(own: OwnParts = {}): void {
  comlink.expose(workerEngine(own))
}

function workerEngine(own: OwnParts): WorkerEngine {
  const state: { engine?: WebEngine } = {}
  const calls = new Map<CallId, AbortController>()

  /** Runs a call that the page may abort. */
  async function abortable<Value>(
    call: CallId,
    work: (signal: AbortSignal) => Promise<Value>,
  ): Promise<Answer<Value>> {
    const controller = new AbortController()
    calls.set(call, controller)
    try {
      return await answerOf(() => work(controller.signal))
    } finally {
      calls.delete(call)
    }
  }
  const engine = (): WebEngine => {
    if (state.engine !== undefined) return state.engine
    throw new ConfigurationError('The engine in this worker was not started.', {
      code: 'incompatible-composition',
    })
  }

  return {
    start: (call, settings, onProgress, onNotice) =>
      abortable(call, async (signal) => {
        const made = await createLocalEngine({ ...settings, ...own, onProgress, onNotice, signal })
        state.engine = made
        const { calibration, thresholds, modelIds } = made
        return { calibration, thresholds, modelIds }
      }),
    plain: (call, method, request) =>
      abortable(call, (signal) => {
        const run = engine()[method as PlainMethod] as (given: object) => Promise<never>
        return run({ ...request, signal })
      }),
    enroll: (call, request, pull, onFrame) =>
      abortable(call, (signal) =>
        engine().enroll({ ...request, ...watched(onFrame), frames: pulled(pull), signal }),
      ),
    verify: (call, request, pull, onFrame) =>
      abortable(call, (signal) =>
        engine().verify({ ...request, ...watched(onFrame), frames: pulled(pull), signal }),
      ),
    async analyze(call, frame, challenge) {
      const answer = await abortable(call, (signal) =>
        engine().analyze(frame, { signal, ...(challenge ? { challenge } : {}) }),
      )
      return comlink.transfer(answer, answer.ok ? frameParcel(answer.value.frame).buffers : [])
    },
    async decode(call, bytes) {
      const answer = await abortable(call, (signal) => engine().decoder.decode(bytes, { signal }))
      return comlink.transfer(answer, answer.ok ? imageParcel(answer.value).buffers : [])
    },
    abort: (call) => calls.get(call)?.abort(),
  }
}

const watched = <OnFrame>(onFrame: OnFrame | undefined) => (onFrame === undefined ? {} : { onFrame })

async function* pulled(pull: PullFrame): AsyncGenerator<Frame> {
  try {
    for (let frame = await pull('next'); frame !== undefined; frame = await pull('next')) yield frame
  } finally {
    await pull('stop')
  }
}
