import { type Frame, SPECIFICATION_VERSION } from '@faceward/spec'
import { assertCameraApi, cameraFailure, lostCamera } from './camera-failure.js'
import { type CameraCaptureOptions, type CameraSettings, cameraSettings } from './camera-options.js'
import type { CameraProvider, CameraSession } from './camera-session.js'
import { nextPicture } from './next-picture.js'
import { openStream, stopStream } from './open-stream.js'
import { createPictureReader } from './picture-reader.js'

/**
 * A camera of the browser by `getUserMedia`. Frames are rgba8, upright and not mirrored. A consumer slower than the
 * camera misses frames (`sequence` shows the gap) and always gets a fresh one; a hidden page gets none until it is
 * looked at again. Leaving the loop, closing the session or aborting stops the camera.
 *
 * The session's loop throws CaptureError `device-lost` when the camera is unplugged, its permission withdrawn, or a
 * visible page gets no picture for `frameTimeoutMs`.
 *
 * @throws ConfigurationError `invalid-options`
 */
export function createCameraCapture(options: CameraCaptureOptions = {}): CameraProvider {
  const settings = cameraSettings(options)
  return {
    specificationVersion: SPECIFICATION_VERSION,
    id: 'browser-camera',
    async open({ signal } = {}) {
      assertCameraApi()
      return startSession(await openStream(settings.constraints, signal), settings, signal)
    },
  }
}

async function startSession(
  stream: MediaStream,
  { longestSide, frameTimeoutMs }: CameraSettings,
  signal: AbortSignal | undefined,
): Promise<CameraSession> {
  const over = new AbortController()
  const end = (reason: unknown): void => {
    if (over.signal.aborted) return
    over.abort(reason)
    stopStream(stream)
    video.srcObject = null
    signal?.removeEventListener('abort', abort)
  }
  const abort = (): void => end(signal?.reason)
  const video = videoOf(stream)
  signal?.addEventListener('abort', abort, { once: true })
  for (const track of stream.getVideoTracks()) track.addEventListener('ended', () => end(lostCamera()))
  if (signal?.aborted) abort()
  await video.play().catch((cause: unknown) => {
    end(cameraFailure(cause))
    throw over.signal.reason
  })

  const read = createPictureReader(longestSide)
  async function* frames(): AsyncGenerator<Frame> {
    let first: number | undefined
    try {
      for (;;) {
        const { timestampMs, count } = await nextPicture(video, frameTimeoutMs, over.signal)
        first ??= count
        yield {
          image: read(video),
          timestampMs,
          sequence: count - first,
          source: { id: 'browser-camera', kind: 'stream' },
        }
      }
    } catch (failure) {
      if (failure !== CLOSED) throw failure
    } finally {
      end(CLOSED)
    }
  }
  return { stream, [Symbol.asyncIterator]: frames, close: async () => end(CLOSED) }
}

/** Why a session ended that somebody closed: no error. */
const CLOSED = Symbol('closed')

function videoOf(stream: MediaStream): HTMLVideoElement {
  const video = document.createElement('video')
  video.muted = true
  video.playsInline = true
  video.srcObject = stream
  return video
}
