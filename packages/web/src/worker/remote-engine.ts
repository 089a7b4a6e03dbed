import {
  type CallOptions,
  DisposedError,
  type FacesRequest,
  type Frame,
  type Frames,
  InferenceError,
} from '@faceward/spec'
import * as comlink from 'comlink'
import type { Watched, WebEngine } from '../engine/web-engine.js'
import type { WebEngineOptions } from '../engine/web-engine-options.js'
import { type Answer, resultOf } from './answer.js'
import { frameParcel } from './frame-transfer.js'
import type { CallId, PlainMethod, PlainRequest, PlainResult, WorkerEngine } from './worker-protocol.js'

/** An engine that runs in the worker, with addresses that can be posted; it owns the worker and ends it. */
export async function openRemoteEngine(
  worker: Worker,
  options: Omit<WebEngineOptions, 'worker'>,
): Promise<WebEngine> {
  const { signal, onProgress = () => {}, onNotice = () => {}, ...settings } = options
  const line = openLine(worker)
  try {
    const described = await line.call({ signal }, (id, engine) =>
      engine.start(id, settings, comlink.proxy(onProgress), comlink.proxy(onNotice)),
    )
    return { ...described, ...engineOver(line) }
  } catch (error) {
    line.end()
    throw error
  }
}

type Line = ReturnType<typeof openLine>

/** Calls to the worker: numbered, so that each can be aborted; over when the worker is. */
function openLine(worker: Worker) {
  const engine = comlink.wrap<WorkerEngine>(worker)
  const state = { lastId: 0, ended: false }
  const broken = new Promise<never>((_, reject) => {
    const fail = () =>
      reject(
        new InferenceError('The worker of the engine stopped, or its script could not be loaded.', {
          code: 'backend-failure',
        }),
      )
    worker.addEventListener('error', fail)
    worker.addEventListener('messageerror', fail)
  })
  broken.catch(() => {})

  return {
    async call<Value>(
      { signal }: { readonly signal?: AbortSignal | undefined },
      post: (id: CallId, engine: comlink.Remote<WorkerEngine>) => Promise<Answer<Value>>,
    ): Promise<Value> {
      if (state.ended) throw new DisposedError('The engine')
      signal?.throwIfAborted()
      const id = ++state.lastId
      const abort = () => void engine.abort(id)
      signal?.addEventListener('abort', abort)
      try {
        const answer = await Promise.race([post(id, engine), broken])
        signal?.throwIfAborted()
        return resultOf(answer)
      } finally {
        signal?.removeEventListener('abort', abort)
      }
    },
    end() {
      state.ended = true
      engine[comlink.releaseProxy]()
      worker.terminate()
    },
  }
}

function engineOver(line: Line): Omit<WebEngine, 'calibration' | 'thresholds' | 'modelIds'> {
  const plain =
    <Method extends PlainMethod>(method: Method) =>
    ({ signal, ...request }: CallOptions = {}): Promise<PlainResult<Method>> =>
      line.call(
        { signal },
        (id, engine) =>
          engine.plain(id, method, request as PlainRequest<Method>) as Promise<Answer<PlainResult<Method>>>,
      )
  const closing: { done?: Promise<void> } = {}

  return {
    deleteSubject: plain('deleteSubject'),
    describeSubject: plain('describeSubject'),
    listSubjects: plain('listSubjects'),
    pseudonym: plain('pseudonym'),
    keyedDigest: plain('keyedDigest'),
    health: plain('health'),
    enroll: (request) => withFrames(line, 'enroll', request),
    verify: (request) => withFrames(line, 'verify', request),
    async analyze(frame, { challenge, signal } = {}) {
      const { value, buffers } = frameParcel(frame)
      return line.call({ signal }, (id, engine) =>
        engine.analyze(id, comlink.transfer(value, buffers), challenge),
      )
    },
    decoder: {
      decode: (bytes, { signal } = {}) => line.call({ signal }, (id, engine) => engine.decode(id, bytes)),
    },
    close() {
      closing.done ??= plain('close')().finally(() => line.end())
      return closing.done
    },
  }
}

type Requests = { readonly [Method in 'enroll' | 'verify']: Parameters<WebEngine[Method]>[0] }
type Results = { readonly [Method in 'enroll' | 'verify']: Awaited<ReturnType<WebEngine[Method]>> }

/** Gives the worker frame after frame as it asks for them; what goes wrong with the frames themselves is thrown here. */
async function withFrames<Method extends 'enroll' | 'verify'>(
  line: Line,
  method: Method,
  given: Requests[Method],
): Promise<Results[Method]> {
  const { signal, frames, onFrame, ...request } = given as FacesRequest & Watched
  const source = iteratorOf(frames)
  const failed: { reason?: unknown } = {}
  const pull = async (wish: 'next' | 'stop') => {
    if (wish === 'stop') return void (await source.return?.())
    try {
      const next = await source.next()
      if (next.done) return undefined
      const { value, buffers } = frameParcel(next.value)
      return comlink.transfer(value, buffers)
    } catch (reason) {
      failed.reason = reason
      return undefined
    }
  }
  try {
    return await line.call({ signal }, async (id, engine) => {
      const answer = (await engine[method](
        id,
        request as never,
        comlink.proxy(pull),
        onFrame && comlink.proxy(onFrame),
      )) as Answer<Results[Method]>
      if ('reason' in failed) throw failed.reason
      return answer
    })
  } finally {
    await source.return?.()
  }
}

function iteratorOf(frames: Frames): AsyncIterator<Frame> | Iterator<Frame> {
  return Symbol.asyncIterator in frames ? frames[Symbol.asyncIterator]() : frames[Symbol.iterator]()
}
