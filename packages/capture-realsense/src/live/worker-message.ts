import type { CaptureError } from '@faceward/spec'
import type { CameraFacts } from './camera-stream.js'
import type { CameraFrame } from './copy-frames.js'
import type { LiveSettings } from './live-settings.js'
import type { RealsenseDevice } from './realsense-device.js'

/** What the thread is to do. */
export type WorkerTask =
  | { readonly kind: 'stream'; readonly settings: LiveSettings; readonly shared: SharedArrayBuffer }
  | { readonly kind: 'list'; readonly libraryPath?: string }

/** What the thread says. Errors travel as plain data: a class does not survive the way. */
export type WorkerMessage =
  | { readonly kind: 'started'; readonly facts: CameraFacts }
  | { readonly kind: 'frame'; readonly frame: CameraFrame }
  | { readonly kind: 'devices'; readonly devices: readonly RealsenseDevice[] }
  | { readonly kind: 'failed'; readonly failure: WorkerFailure }

export interface WorkerFailure {
  readonly message: string
  /** Of a CaptureError; without one it is a fault of this package. */
  readonly code?: ConstructorParameters<typeof CaptureError>[1]['code']
  readonly retryable: boolean
}
