import { cameraFailure } from './camera-failure.js'

/**
 * Asks for a camera. An abort while the person is still being asked stops the stream as soon as it is given.
 *
 * @throws CaptureError; the signal's reason
 */
export async function openStream(
  video: MediaTrackConstraints,
  signal: AbortSignal | undefined,
): Promise<MediaStream> {
  signal?.throwIfAborted()
  const asked = navigator.mediaDevices.getUserMedia({ video, audio: false })
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      reject(signal?.reason)
      asked.then(stopStream, () => undefined)
    }
    signal?.addEventListener('abort', abort, { once: true })
    asked
      .then(resolve, (cause: unknown) => reject(cameraFailure(cause)))
      .finally(() => signal?.removeEventListener('abort', abort))
  })
}

export function stopStream(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop()
}
