// What camera.test.ts calls in the page, as `cameraPage`: sessions are run here, and only plain values go back.
import type { Frame } from '@faceward/spec'
import {
  type CameraCaptureOptions,
  type CameraSession,
  createCameraCapture,
  listCameras,
} from '../src/browser/index.js'

interface SeenFrame {
  readonly width: number
  readonly height: number
  readonly format: string
  readonly bytes: number
  /** Red of the pixel in the middle. */
  readonly grey: number
  readonly timestampMs: number
  readonly sequence: number
}

interface Failure {
  readonly name: string
  readonly code: string
  readonly tracks: readonly string[]
}

/** Reads frames, pausing after each, and then leaves the loop. */
async function take(
  options: CameraCaptureOptions,
  count: number,
  pauseMs: number,
): Promise<{ frames: SeenFrame[]; tracksWhileRead: string[]; tracksAfter: string[] }> {
  const session = await createCameraCapture(options).open()
  const frames: SeenFrame[] = []
  let tracksWhileRead: string[] = []
  for await (const frame of session) {
    frames.push(seen(frame))
    tracksWhileRead = tracks(session)
    if (frames.length === count) break
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
  return { frames, tracksWhileRead, tracksAfter: tracks(session) }
}

/** How reading ends when something happens to the camera at the first frame; `undefined` when quietly. */
async function ending(
  happening: 'none' | 'closed' | 'aborted' | 'permission-withdrawn' | 'pictures-stop' | 'hidden',
  options: CameraCaptureOptions = {},
): Promise<Failure | undefined> {
  const abort = new AbortController()
  let session: CameraSession | undefined
  try {
    session = await createCameraCapture(options).open({ signal: abort.signal })
    for await (const { sequence } of session) {
      if (sequence > 0 || happening === 'none') continue
      if (happening === 'closed') await session.close()
      if (happening === 'aborted') abort.abort(new Error('enough'))
      if (happening === 'permission-withdrawn') await withdrawPermission()
      if (happening === 'pictures-stop') stopPictures(session)
      if (happening === 'hidden') hideFor(3 * (options.frameTimeoutMs ?? 0), session)
    }
    return undefined
  } catch (cause) {
    const { name, code } = cause as { name: string; code: string }
    return { name, code, tracks: session === undefined ? [] : tracks(session) }
  }
}

/** An abort while the browser is still asking; gives the reason that came out. */
async function abortWhileAsked(): Promise<string> {
  const abort = new AbortController()
  const opening = createCameraCapture().open({ signal: abort.signal })
  abort.abort(new Error('enough'))
  return opening.then(String, String)
}

const hiddenSince: { shownAtMs?: number } = {}

/** The test's, by page.exposeFunction. */
declare function withdrawPermission(): Promise<void>

const tracks = ({ stream }: CameraSession): string[] => stream.getTracks().map(({ readyState }) => readyState)

/** As a switch on the camera does: it stays open and gives no more pictures. */
function stopPictures({ stream }: CameraSession): void {
  for (const track of stream.getTracks()) track.stop()
}

function hideFor(durationMs: number, session: CameraSession): void {
  stopPictures(session)
  setHidden(true)
  setTimeout(() => {
    hiddenSince.shownAtMs = performance.now()
    setHidden(false)
  }, durationMs)
}

/** Headless Chromium never hides a page, so the page says it of itself. */
function setHidden(hidden: boolean): void {
  Object.defineProperty(document, 'hidden', { value: hidden, configurable: true })
  document.dispatchEvent(new Event('visibilitychange'))
}

function seen({ image: { width, height, format, data }, timestampMs, sequence }: Frame): SeenFrame {
  const grey = data[4 * (Math.floor(height / 2) * width + Math.floor(width / 2))] ?? -1
  return { width, height, format, bytes: data.length, grey, timestampMs, sequence }
}

const page = { take, ending, abortWhileAsked, hiddenSince, listCameras }

declare global {
  var cameraPage: typeof page
}

globalThis.cameraPage = page
