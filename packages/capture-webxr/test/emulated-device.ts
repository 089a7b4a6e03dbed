// Runs in the browser: scans a simulated person, who holds still, with an emulated device.
import {
  createSimulatedPerson,
  type Landmark,
  type RenderedFrame,
  renderFrame,
} from '@faceward/capture-simulated'
import type { Frame } from '@faceward/spec'
import { createWebXrCapture, findWebXrProblem, type WebXrCaptureOptions } from '../src/index.js'
import { type EmulatedXrOptions, installEmulatedXr, type Sight } from './emulated-xr.js'

/** As wide for its height as the window is. */
const SIZE = { width: 160, height: 80 }
const VERTICAL_FIELD_OF_VIEW = 30
const radians = (degrees: number) => (degrees * Math.PI) / 180
const HORIZONTAL_FIELD_OF_VIEW =
  (2 * Math.atan(2 * Math.tan(radians(VERTICAL_FIELD_OF_VIEW) / 2)) * 180) / Math.PI

export interface Device {
  readonly kind: EmulatedXrOptions['kind']
  readonly without?: EmulatedXrOptions['without']
  readonly options?: WebXrCaptureOptions
  readonly frames?: number
  /** The page gives up while the browser is still asking for the session. */
  readonly givesUp?: true
}

/** What a scan gave, small enough to carry out of the page. */
export interface Scan {
  readonly frames: readonly Omit<Frame, 'image'>[]
  readonly image?: readonly number[]
  readonly expected: {
    readonly image: readonly number[]
    readonly depth: readonly number[]
    readonly nose: Landmark
  }
  readonly notices: readonly string[]
  readonly problem?: string
  readonly failure?: { readonly code: string; readonly message: string }
  /** Whether another session can be opened afterwards. */
  readonly isReleased: boolean
}

const person: { seen?: RenderedFrame } = {}

function seen(): RenderedFrame {
  person.seen ??= renderFrame(createSimulatedPerson({ seed: 7 }), {
    camera: { ...SIZE, horizontalFieldOfViewDegrees: HORIZONTAL_FIELD_OF_VIEW, blurPixels: 0 },
    pose: { yawDegrees: 20 },
  })
  return person.seen
}

async function scan(device: Device): Promise<Scan> {
  const { frame, truth } = seen()
  const sight: Sight = { image: frame.image, depth: frame.depth! }
  const { kind, without } = device
  installEmulatedXr({
    kind,
    without,
    verticalFieldOfViewDegrees: VERTICAL_FIELD_OF_VIEW,
    see: () => sight,
  })
  const notices: string[] = []
  const frames: Frame[] = []
  const failure: { found?: { code: string; message: string } } = {}
  const problem = await findWebXrProblem()
  const capture = createWebXrCapture({
    framesPerSecond: 60,
    onNotice: (message) => notices.push(message),
    ...device.options,
  })
  try {
    const stop = new AbortController()
    const opening = capture.open({ signal: stop.signal })
    if (device.givesUp) stop.abort()
    for await (const one of await opening) {
      frames.push(one)
      if (frames.length >= (device.frames ?? 3)) break
    }
  } catch (error) {
    const { name, code = name, message } = error as { name: string; code?: string; message: string }
    failure.found = { code: String(code), message }
  }
  const isReleased = await capture.open().then(
    (session) => session.close().then(() => true),
    (error: { code?: string }) => error.code !== 'device-busy',
  )
  return {
    frames: frames.map(({ image: _, depth, ...rest }) => ({
      ...rest,
      ...(depth && { depth: { ...depth, data: [...depth.data] as unknown as Float32Array } }),
    })),
    ...(frames[0] && { image: [...frames[0].image.data] }),
    expected: {
      image: [...frame.image.data],
      depth: [...frame.depth!.data],
      nose: truth.landmarks.noseTip,
    },
    notices,
    ...(problem === undefined ? {} : { problem }),
    ...(failure.found && { failure: failure.found }),
    isReleased,
  }
}

Object.assign(globalThis, { scan })
