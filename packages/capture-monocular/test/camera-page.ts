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

/** Reads frames and then leaves the loop. */
async function take(
  options: CameraCaptureOptions,
  count: number,
): Promise<{ frames: SeenFrame[]; tracksWhileRead: string[]; tracksAfter: string[] }> {
  const session = await createCameraCapture(options).open()
  const frames: SeenFrame[] = []
  let tracksWhileRead: string[] = []
  for await (const frame of session) {
    frames.push(seen(frame))
    tracksWhileRead = tracks(session)
    if (frames.length === count) break
  }
  return { frames, tracksWhileRead, tracksAfter: tracks(session) }
}

/** Chromium's; the DOM library does not know it. */
declare class MediaStreamTrackGenerator extends MediaStreamTrack {
  constructor(options: { readonly kind: 'video' })
  readonly writable: WritableStream<VideoFrame>
}

/**
 * Reads a frame, lets `missed` pictures be shown, and reads another, of a camera that gives its next picture, a step
 * brighter, only when the last one was seen. The number of the picture that each frame is, and its sequence.
 */
async function takeAfter(missed: number): Promise<{ picture: number; sequence: number }[]> {
  const track = new MediaStreamTrackGenerator({ kind: 'video' })
  const writer = track.writable.getWriter()
  const videos: HTMLVideoElement[] = []
  const { play } = HTMLVideoElement.prototype
  HTMLVideoElement.prototype.play = function () {
    videos.push(this)
    return play.call(this)
  }
  const { getUserMedia } = navigator.mediaDevices
  navigator.mediaDevices.getUserMedia = async () => new MediaStream([track])
  let number = 0
  const write = () => void writer.write(stepped(number)).catch(() => undefined)
  // Written again until it was seen: a picture that comes before anybody looks is shown to nobody.
  const writing = setInterval(write, 20)
  const shown = () =>
    new Promise<void>((resolve) => {
      const look = (_: number, { mediaTime }: VideoFrameCallbackMetadata) =>
        Math.round(mediaTime) === number ? resolve() : videos[0]?.requestVideoFrameCallback(look)
      videos[0]?.requestVideoFrameCallback(look)
    })
  try {
    const session = await createCameraCapture().open()
    const frames = session[Symbol.asyncIterator]()
    const next = async () => {
      number++
      const { image, sequence } = (await frames.next()).value as Frame
      return { picture: Math.round((image.data[0]! - STEP / 2) / STEP), sequence }
    }
    const first = await next()
    for (let count = 0; count < missed; count++) {
      number++
      await shown()
    }
    const second = await next()
    await session.close()
    return [first, second]
  } finally {
    clearInterval(writing)
    navigator.mediaDevices.getUserMedia = getUserMedia
    HTMLVideoElement.prototype.play = play
  }
}

/** Of grey between a picture and the next. */
const STEP = 20

/** One second after the other, for the number to be read from its time as well. */
function stepped(number: number): VideoFrame {
  const data = new Uint8Array((64 * 48 * 3) / 2).fill(128)
  data.fill(STEP * number + STEP / 2, 0, 64 * 48)
  const shape = { format: 'I420', codedWidth: 64, codedHeight: 48 } as const
  return new VideoFrame(data, { ...shape, timestamp: 1e6 * number, colorSpace: { fullRange: true } })
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
      if (happening === 'hidden') hideFor(1.5 * (options.frameTimeoutMs ?? 0), session)
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

const page = { take, takeAfter, ending, abortWhileAsked, hiddenSince, listCameras }

declare global {
  var cameraPage: typeof page
}

globalThis.cameraPage = page
