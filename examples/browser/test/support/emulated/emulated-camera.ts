// Runs in the browser: a webcam before which a clip plays, in place of the browser's own.
import { createWorld, holdTimers } from './world.js'

/** A YUV4MPEG2 file in base64, of 4:2:0 pictures as `encodeY4m` writes them. */
declare function emulatedCameraClip(): Promise<string>

/** Chromium's; the DOM library does not know it. */
declare class MediaStreamTrackGenerator extends MediaStreamTrack {
  constructor(options: { readonly kind: 'video' })
  readonly writable: WritableStream<VideoFrame>
}

interface Clip {
  readonly width: number
  readonly height: number
  readonly framesPerSecond: number
  readonly pictures: readonly Uint8Array[]
}

function readClip(file: Uint8Array): Clip {
  const end = file.indexOf(LINE_FEED)
  const header = new TextDecoder().decode(file.subarray(0, end))
  const [width, height, framesPerSecond] = ['W', 'H', 'F'].map((key) =>
    Number(new RegExp(` ${key}(\\d+)`).exec(header)?.[1]),
  ) as [number, number, number]
  const length = (width * height * 3) / 2
  const step = MARKER_LENGTH + length
  const pictures = Array.from({ length: (file.length - end - 1) / step }, (_, index) => {
    const from = end + 1 + index * step + MARKER_LENGTH
    return file.subarray(from, from + length)
  })
  return { width, height, framesPerSecond, pictures }
}
const LINE_FEED = 10
const MARKER_LENGTH = 'FRAME\n'.length

/** Video range, BT.601: how the clips are written, and how Chromium reads a camera of this size. */
const COLOR_SPACE = {
  matrix: 'smpte170m',
  primaries: 'smpte170m',
  transfer: 'smpte170m',
  fullRange: false,
} as const
/** A picture that nobody was shown is written again after so long, milliseconds. */
const AGAIN_MS = 100

/** A camera that is on: its stream, and which picture is before it. */
function startCamera({ width, height, framesPerSecond, pictures }: Clip) {
  const track = new MediaStreamTrackGenerator({ kind: 'video' })
  const writer = track.writable.getWriter()
  const beganMs = performance.now()
  const state = { index: 0 }
  const seconds = () => state.index / framesPerSecond
  const write = (): void => {
    const frame = new VideoFrame(pictures[state.index % pictures.length]!, {
      format: 'I420',
      codedWidth: width,
      codedHeight: height,
      timestamp: Math.round(1e6 * seconds()),
      colorSpace: COLOR_SPACE,
    })
    // A camera that was stopped takes no more.
    void writer.write(frame).catch(() => clearInterval(timer))
  }
  const timer = setInterval(write, AGAIN_MS)
  return {
    stream: new MediaStream([track]),
    next(): void {
      state.index++
      write()
    },
    isShown: ({ mediaTime }: VideoFrameCallbackMetadata) => Math.abs(mediaTime - seconds()) < 1e-3,
    /** By the camera's own clock. */
    shown: () => ({ captureTime: beganMs + 1000 * seconds(), presentedFrames: state.index + 1 }),
  }
}

function install(): void {
  const cameras = new WeakMap<object, ReturnType<typeof startCamera>>()
  const waiting = new Set<() => void>()
  const world = createWorld(() => {
    for (const goOn of waiting) goOn()
    waiting.clear()
  })
  navigator.mediaDevices.getUserMedia = async () => {
    const text = atob(await emulatedCameraClip())
    const camera = startCamera(readClip(Uint8Array.from(text, (character) => character.charCodeAt(0))))
    cameras.set(camera.stream, camera)
    return camera.stream
  }

  const { requestVideoFrameCallback: request, cancelVideoFrameCallback: cancel } = HTMLVideoElement.prototype
  /** The browser's request of now behind each of the page's. */
  const requests = new Map<number, number>()
  let count = 0
  // Who asks for the next picture has looked at the one before.
  HTMLVideoElement.prototype.requestVideoFrameCallback = function (callback) {
    const camera = this.srcObject && cameras.get(this.srcObject)
    if (!camera) return request.call(this, callback)
    const id = ++count
    const wait = (): void => {
      const underneath = request.call(this, (now, metadata) => {
        if (!camera.isShown(metadata)) return wait()
        if (requests.delete(id)) callback(now, { ...metadata, ...camera.shown() })
      })
      requests.set(id, underneath)
    }
    const goOn = (): void => {
      camera.next()
      wait()
    }
    if (world.isHeld) waiting.add(goOn)
    else goOn()
    return id
  }
  HTMLVideoElement.prototype.cancelVideoFrameCallback = function (id) {
    const underneath = requests.get(id)
    requests.delete(id)
    cancel.call(this, underneath ?? id)
  }
  holdTimers(() => false)
  Object.assign(globalThis, { emulatedWorld: world })
}

// The debugger runs this in every page, before there is an application.
if ('mediaDevices' in navigator) install()
