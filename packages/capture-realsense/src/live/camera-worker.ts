import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { CaptureError } from '@faceward/spec'
import { cameraFailure } from './camera-failure.js'
import { openCamera } from './camera-stream.js'
import { loadLibrary } from './load-library.js'
import { connectedDevices } from './realsense-device.js'
import { runStream } from './run-stream.js'
import { createStreamControl } from './stream-control.js'
import type { WorkerFailure, WorkerMessage, WorkerTask } from './worker-message.js'

// The thread that owns a camera: it waits in the vendor's library, so that the main thread never does.

if (parentPort !== null) await perform(workerData as WorkerTask, parentPort)

async function perform(task: WorkerTask, port: MessagePort): Promise<void> {
  const say = (message: WorkerMessage, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer)
  try {
    if (task.kind === 'list') {
      say({ kind: 'devices', devices: connectedDevices(await loadLibrary(task.libraryPath)) })
    } else await stream(task, say)
  } catch (error) {
    say({ kind: 'failed', failure: plain(error) })
  }
}

async function stream(
  { settings, shared }: Extract<WorkerTask, { kind: 'stream' }>,
  say: (message: WorkerMessage, transfer?: ArrayBuffer[]) => void,
): Promise<void> {
  const control = createStreamControl(shared)
  const state = { isStreaming: false }
  try {
    const camera = openCamera(await loadLibrary(settings.libraryPath), settings)
    try {
      say({ kind: 'started', facts: camera.facts })
      state.isStreaming = true
      runStream(camera, {
        ...settings,
        control,
        now: () => performance.now(),
        send: (frame) =>
          say({ kind: 'frame', frame }, [frame.color.data.buffer, frame.depth.data.buffer] as ArrayBuffer[]),
      })
    } finally {
      camera.close()
    }
  } catch (error) {
    throw cameraFailure(error, state.isStreaming)
  } finally {
    control.markEnded()
  }
}

function plain(error: unknown): WorkerFailure {
  const failure = cameraFailure(error, false)
  if (!CaptureError.isInstance(failure)) {
    return { message: failure instanceof Error ? failure.message : String(failure), retryable: false }
  }
  const { message, code, retryable } = failure
  return { message, code: code as NonNullable<WorkerFailure['code']>, retryable }
}
