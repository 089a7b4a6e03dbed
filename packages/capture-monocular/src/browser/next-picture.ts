import { silentCamera } from './camera-failure.js'

/** When a picture was shown, and which of the stream it is. */
export interface ShownPicture {
  /** Milliseconds since the page began: when the camera took it, where the browser tells, else when it was shown. */
  readonly timestampMs: number
  /** Counts every picture of the stream, those nobody took as well. */
  readonly count: number
}

/**
 * Waits for the video's next picture, so that a slow reader always gets a fresh one. A hidden page is shown none
 * and waits until it is looked at again.
 *
 * @throws CaptureError `device-lost` when a visible page waited `timeoutMs` in vain; the signal's reason
 */
export function nextPicture(
  video: HTMLVideoElement,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<ShownPicture> {
  return new Promise((resolve, reject) => {
    const request = video.requestVideoFrameCallback((now, { captureTime, presentedFrames }) => {
      settle()
      resolve({ timestampMs: captureTime ?? now, count: presentedFrames })
    })
    let timer: ReturnType<typeof setTimeout> | undefined
    const wait = (): void => {
      clearTimeout(timer)
      if (document.hidden) return
      timer = setTimeout(() => fail(silentCamera()), timeoutMs)
    }
    const settle = (): void => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', wait)
      signal.removeEventListener('abort', abort)
    }
    const fail = (reason: unknown): void => {
      settle()
      video.cancelVideoFrameCallback(request)
      reject(reason)
    }
    const abort = (): void => fail(signal.reason)
    document.addEventListener('visibilitychange', wait)
    signal.addEventListener('abort', abort, { once: true })
    if (signal.aborted) abort()
    else wait()
  })
}
