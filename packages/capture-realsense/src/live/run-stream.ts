import { CaptureError } from '@faceward/spec'
import type { CameraStream } from './camera-stream.js'
import type { CameraFrame } from './copy-frames.js'
import type { StreamControl } from './stream-control.js'

/** Short, so that a stop is heard soon: the library cannot be called out of a wait. */
const WAIT_MS = 150
/** A camera that is just starting may take its time. */
const START_MS = 10_000
/** Frames that may be under way; more would only be old. */
const MOST_IN_FLIGHT = 2

/** What {@link runStream} needs beside the camera. */
export interface RunStreamOptions {
  readonly warmUpFrames: number
  readonly maximumGapMs: number
  readonly control: StreamControl
  readonly now: () => number
  readonly send: (frame: CameraFrame) => void
}

/**
 * Hands on frames until a stop is asked for. While the receiver is behind, sets of frames are given back uncopied.
 *
 * @throws CaptureError `device-lost`; Rs2Error
 */
export function runStream(camera: CameraStream, options: RunStreamOptions): void {
  const { control, now, send } = options
  let warmUp = options.warmUpFrames
  let heardAt = now()
  let patienceMs = Math.max(START_MS, options.maximumGapMs)
  while (!control.isStopRequested()) {
    const came = camera.next(WAIT_MS, (frames) => {
      if (warmUp > 0) {
        warmUp -= 1
        return
      }
      if (control.inFlight >= MOST_IN_FLIGHT) return
      const frame = camera.copy(frames)
      if (frame === undefined) return
      control.countSent()
      send(frame)
    })
    if (came) {
      heardAt = now()
      patienceMs = options.maximumGapMs
    } else if (!camera.isConnected()) {
      throw lost('The camera was unplugged.')
    } else if (now() - heardAt > patienceMs) {
      throw lost(
        `The camera has sent nothing for ${Math.round(patienceMs)} ms; try another USB port or cable.`,
      )
    }
  }
}

const lost = (message: string) => new CaptureError(message, { code: 'device-lost', retryable: true })
