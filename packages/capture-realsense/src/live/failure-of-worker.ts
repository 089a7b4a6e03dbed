import { CaptureError } from '@faceward/spec'
import { UDEV_ADVICE } from './camera-failure.js'
import type { WorkerFailure } from './worker-message.js'

/** The error a thread told of, with what only this side can find out. */
export async function failureOfWorker(
  { message, code, retryable }: WorkerFailure,
  isOnUsb: () => Promise<boolean>,
): Promise<Error> {
  if (code === undefined) return new Error(message)
  if (code === 'device-unavailable' && (await isOnUsb())) {
    return new CaptureError(`A RealSense camera is on USB, but this user may not open it: ${UDEV_ADVICE}.`, {
      code: 'permission-denied',
    })
  }
  return new CaptureError(message, { code, retryable })
}
