import { type CaptureProvider, type CaptureSession, type Frame, SPECIFICATION_VERSION } from '@faceward/spec'
import type { CameraFacts } from './camera-stream.js'
import type { CameraFrame } from './copy-frames.js'
import { failureOfWorker } from './failure-of-worker.js'
import { type LiveSettings, liveSettings, type RealsenseCaptureOptions } from './live-settings.js'
import { stopAtExit } from './orderly-exit.js'
import { createStreamControl } from './stream-control.js'
import { type Surroundings, USUAL_SURROUNDINGS } from './surroundings.js'
import type { WorkerFailure, WorkerMessage } from './worker-message.js'

const ID = 'realsense'
const SOURCE = { id: ID, kind: 'stream' } as const

/**
 * Frames of a live RealSense camera through the vendor's library (librealsense2 2.50 or later, which the user
 * installs) and koffi: colour with the depth of the same moment, in metres as the sensor sees it, with what
 * registering it to colour needs. Depth says `sensed`, trust `driver`, and which device and library it comes from.
 *
 * The camera has a thread of its own. A consumer slower than it gets the newest frame; `sequence`, the camera's own
 * count, shows the gap. Leaving the loop, closing, an abort, and the end of the process stop the camera in order.
 *
 * Opening throws CaptureError `library-missing`, `device-unavailable`, `device-busy`, `permission-denied`,
 * `unsupported` (size or rate), each with what to do; the loop `device-lost`.
 *
 * @throws ConfigurationError `invalid-options`
 */
export function createRealsenseCapture(options: RealsenseCaptureOptions = {}): CaptureProvider {
  return liveCapture(options, USUAL_SURROUNDINGS)
}

/** The same in surroundings of a test's choice. */
export function liveCapture(options: RealsenseCaptureOptions, surroundings: Surroundings): CaptureProvider {
  const settings = liveSettings(options)
  return {
    specificationVersion: SPECIFICATION_VERSION,
    id: ID,
    async open({ signal } = {}) {
      signal?.throwIfAborted()
      const camera = startCamera(settings, surroundings, signal)
      try {
        return sessionOf(camera, await camera.started)
      } catch (error) {
        await camera.stop()
        throw error
      }
    },
  }
}

/** The camera's thread, seen from this one. */
interface Camera {
  readonly started: Promise<CameraFacts>
  /** The newest frame; undefined when the camera was stopped. */
  next(): Promise<CameraFrame | undefined>
  /** Resolves when everything was given back. */
  stop(): Promise<void>
}

interface CameraState {
  newest?: CameraFrame
  /** Told by the thread before it ended, or what ended it. */
  said?: WorkerFailure
  crash?: unknown
  /** Once the thread is gone, unless it was asked to stop. */
  failure?: unknown
  isOver: boolean
  isStopped: boolean
  wake?: () => void
}

function startCamera(
  settings: LiveSettings,
  { startWorker, isOnUsb }: Surroundings,
  signal: AbortSignal | undefined,
): Camera {
  const control = createStreamControl()
  const worker = startWorker({ kind: 'stream', settings, shared: control.shared })
  const state: CameraState = { isOver: false, isStopped: false }
  const releaseProcess = stopAtExit((longestWaitMs) => {
    control.requestStop()
    control.waitForEnd(longestWaitMs)
  })
  const stopNow = () => {
    state.isStopped = true
    control.requestStop()
    state.wake?.()
  }
  signal?.addEventListener('abort', stopNow, { once: true })
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  const started = new Promise<CameraFacts>((resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
    worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'started') resolve(message.facts)
      else if (message.kind === 'failed') state.said = message.failure
      else if (message.kind === 'frame') {
        control.countReceived()
        state.newest = message.frame
        state.wake?.()
      }
    })
    worker.once('error', (error) => {
      state.crash = error
    })
    void exited.then(async () => {
      releaseProcess()
      signal?.removeEventListener('abort', stopNow)
      const { crash, said } = state
      const told = said === undefined ? undefined : await failureOfWorker(said, isOnUsb)
      state.failure = crash ?? told ?? new Error('The thread of the camera ended without a word.')
      state.isOver = true
      reject(state.failure)
      state.wake?.()
    })
  })
  started.catch(() => {}) // whoever opens hears of it; after that the loop tells

  return {
    started,
    async next() {
      for (;;) {
        signal?.throwIfAborted()
        if (state.isStopped) return undefined
        const { newest } = state
        delete state.newest
        if (newest !== undefined) return newest
        if (state.isOver) throw state.failure
        await new Promise<void>((resolve) => {
          state.wake = resolve
        })
      }
    },
    async stop() {
      stopNow()
      await exited
    },
  }
}

function sessionOf(camera: Camera, facts: CameraFacts): CaptureSession {
  async function* frames(): AsyncGenerator<Frame> {
    let first: number | undefined
    try {
      for (let frame = await camera.next(); frame !== undefined; frame = await camera.next()) {
        first ??= frame.number
        yield frameOf(frame, frame.number - first, facts)
      }
    } finally {
      await camera.stop()
    }
  }
  return { [Symbol.asyncIterator]: frames, close: () => camera.stop() }
}

function frameOf(
  { color, depth, timestampMs, depthTimestampMs }: CameraFrame,
  sequence: number,
  facts: CameraFacts,
): Frame {
  return {
    image: { ...color, format: 'rgb8' },
    timestampMs,
    sequence,
    source: SOURCE,
    colorIntrinsics: facts.colorIntrinsics,
    depth: {
      ...depth,
      intrinsics: facts.depthIntrinsics,
      registeredToColor: false,
      depthToColor: facts.depthToColor,
      provenance: facts.provenance,
      ...(depthTimestampMs === undefined ? {} : { timestampMs: depthTimestampMs }),
    },
  }
}
