// Runs in the browser: an emulated headset or phone whose camera and depth sensor see a simulated person.
import {
  createSimulatedPerson,
  type Landmark,
  type RenderedFrame,
  renderFrame,
} from '@faceward/capture-simulated'
import type { Frame } from '@faceward/spec'
import { metaQuest3, XRDevice, XRFrame, XRView, XRWebGLBinding } from 'iwer'
import { createWebXrCapture, findWebXrProblem, type WebXrCaptureOptions } from '../src/index.js'

/** As wide for its height as the window is. */
const SIZE = { width: 160, height: 80 }
const VERTICAL_FIELD_OF_VIEW = 30
const radians = (degrees: number) => (degrees * Math.PI) / 180
const HORIZONTAL_FIELD_OF_VIEW =
  (2 * Math.atan(2 * Math.tan(radians(VERTICAL_FIELD_OF_VIEW) / 2)) * 180) / Math.PI

export interface Device {
  /** `phone`: a 16-bit buffer that lies on its side; `headset`: floats; `graphics-card`: an array texture. */
  readonly kind: 'phone' | 'headset' | 'graphics-card'
  readonly without?: 'camera-access' | 'depth-sensing' | 'immersive-ar' | 'camera-pictures' | 'depth'
  readonly options?: WebXrCaptureOptions
  readonly frames?: number
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

/** The emulator's environment module; depth is all that is asked of it. */
function environmentOf(depth: Float32Array) {
  return class {
    environmentCanvas = document.createElement('canvas')
    trackedPlanes = new Set()
    trackedMeshes = new Set()
    render() {}
    computeHitTestResults() {
      return []
    }
    computeDepthBuffer() {
      return { data: depth.slice().buffer, ...SIZE, rawValueToMeters: 1 }
    }
  }
}

function install({ kind, without }: Device): void {
  const { frame } = seen()
  const features = ['viewer', 'local', 'depth-sensing', 'camera-access', 'dom-overlay']
  const device = new XRDevice(
    {
      ...metaQuest3,
      supportedFeatures: features.filter((name) => name !== without) as never,
      supportedSessionModes: without === 'immersive-ar' ? ['inline'] : metaQuest3.supportedSessionModes,
    },
    { fovy: radians(VERTICAL_FIELD_OF_VIEW) },
  )
  device.installRuntime({ forceInstall: true })
  device.installSEM(environmentOf(without === 'depth' ? new Float32Array(0) : frame.depth!.data) as never)
  patchCamera(frame, without === 'camera-pictures')
  patchRequest(kind)
  patchDepth(kind, frame.depth!.data, without === 'depth')
}

/** Raw camera access, which the emulator lacks: a texture with its rows from the bottom. */
function patchCamera({ image }: Frame, isAbsent: boolean): void {
  Object.defineProperty(XRView.prototype, 'camera', {
    configurable: true,
    get: () => (isAbsent ? undefined : SIZE),
  })
  const textures = new WeakMap<object, WebGLTexture>()
  Object.assign(XRWebGLBinding.prototype, {
    getCameraImage(this: { _session: { renderState: { baseLayer: { context: WebGL2RenderingContext } } } }) {
      const gl = this._session.renderState.baseLayer.context
      const texture = textures.get(gl) ?? gl.createTexture()
      textures.set(gl, texture)
      gl.bindTexture(gl.TEXTURE_2D, texture)
      gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1)
      gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, true)
      gl.texImage2D(
        gl.TEXTURE_2D,
        0,
        gl.RGB,
        SIZE.width,
        SIZE.height,
        0,
        gl.RGB,
        gl.UNSIGNED_BYTE,
        image.data,
      )
      gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false)
      return texture
    },
  })
}

/** The emulator takes the first usage asked for; a device whose depth is on the graphics card knows no other. */
function patchRequest(kind: Device['kind']): void {
  if (kind !== 'graphics-card') return
  const xr = navigator as unknown as {
    xr: { requestSession(mode: string, options: object): Promise<object> }
  }
  const request = xr.xr.requestSession.bind(xr.xr)
  xr.xr.requestSession = (mode, options) =>
    request(mode, { ...options, depthSensing: { usagePreference: ['gpu-optimized'] } })
}

/** A phone: 16-bit millimetres in a buffer that lies on its side. Without depth, as Chrome withholds it: null. */
function patchDepth(kind: Device['kind'], metres: Float32Array, isAbsent: boolean): void {
  if (isAbsent) {
    Object.assign(XRFrame.prototype, { getDepthInformation: () => null })
    return
  }
  if (kind !== 'phone') return
  const { width, height } = SIZE
  const raw = new Uint16Array(width * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      // View (u, v) lies at buffer (v, 1 - u).
      raw[(width - 1 - x) * height + y] = Math.round(1000 * metres[y * width + x]!)
    }
  }
  const matrix = new Float32Array([0, -1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1])
  Object.assign(XRFrame.prototype, {
    getDepthInformation: () => ({
      width: height,
      height: width,
      data: raw.buffer,
      rawValueToMeters: 0.001,
      normDepthBufferFromNormView: { matrix },
    }),
  })
}

/** A phone says `luminance-alpha`; the emulator always says floats. */
function sayFormat(kind: Device['kind']): void {
  if (kind !== 'phone') return
  const { xr } = navigator as unknown as { xr: { requestSession(...args: unknown[]): Promise<object> } }
  const request = xr.requestSession.bind(xr)
  xr.requestSession = async (...args) => {
    const session = await request(...args)
    Object.defineProperty(session, 'depthDataFormat', { value: 'luminance-alpha' })
    return session
  }
}

async function scan(device: Device): Promise<Scan> {
  install(device)
  sayFormat(device.kind)
  const { frame, truth } = seen()
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
    for await (const one of await capture.open()) {
      frames.push(one)
      if (frames.length >= (device.frames ?? 3)) break
    }
  } catch (error) {
    const { code, message } = error as { code: string; message: string }
    failure.found = { code, message }
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
