// Runs in the browser: an emulated headset or phone, for tests of this package and of applications over it.
import type { Image } from '@faceward/spec'
import { metaQuest3, XRDevice, XRFrame, XRView, XRWebGLBinding } from 'iwer'
import { type EmulatedKind, patchRequest } from './emulated-session.js'

/** What the camera and the depth sensor see at a moment, both of the whole view. */
export interface Sight {
  readonly image: Image
  readonly depth: {
    readonly width: number
    readonly height: number
    /** Metres along the optical axis, rows from the top; 0 = no data. */
    readonly data: Float32Array
  }
}

export interface EmulatedXrOptions {
  readonly kind: EmulatedKind
  readonly without?:
    | 'camera-access'
    | 'depth-sensing'
    | 'immersive-ar'
    | 'camera-pictures'
    | 'depth'
    | undefined
  /** The view is as wide for its height as the window is when a session begins. */
  readonly verticalFieldOfViewDegrees: number
  /** Asked once for each frame the device shows. */
  readonly see: () => Sight
  /** The device's clock, milliseconds; the page's unless told. */
  readonly now?: () => number
  /** Whether the device knows where it is; it shows pages nothing while it does not. */
  readonly isPlaced?: () => boolean
}

/** Puts an emulated device where the browser has its own. */
export function installEmulatedXr(options: EmulatedXrOptions): XRDevice {
  const { kind, without, verticalFieldOfViewDegrees, see, now = () => performance.now() } = options
  const features = ['viewer', 'local', 'depth-sensing', 'camera-access', 'dom-overlay']
  const device = new XRDevice(
    {
      ...metaQuest3,
      supportedFeatures: features.filter((name) => name !== without) as never,
      supportedSessionModes: without === 'immersive-ar' ? ['inline'] : metaQuest3.supportedSessionModes,
    },
    { fovy: (verticalFieldOfViewDegrees * Math.PI) / 180 },
  )
  device.installRuntime({ forceInstall: true })
  const scene = createScene(see, without === 'depth')
  device.installSEM(function Environment() {
    return scene
  } as never)
  patchCamera(scene, without === 'camera-pictures')
  patchDepth(scene, kind, without === 'depth')
  patchRequest(kind, now)
  if (options.isPlaced) patchPose(options.isPlaced)
  return device
}

type Scene = ReturnType<typeof createScene>

/** The emulator's environment module: it is told of each frame first, and asked for depth. */
function createScene(see: () => Sight, isDepthAbsent: boolean) {
  const environmentCanvas = document.createElement('canvas')
  environmentCanvas.style.cssText = 'position: absolute; width: 100%; height: 100%; background: #000'
  fit(environmentCanvas)
  addEventListener('resize', () => fit(environmentCanvas))
  const state: { sight?: Sight } = {}
  return {
    environmentCanvas,
    trackedPlanes: new Set(),
    trackedMeshes: new Set(),
    get sight(): Sight {
      state.sight ??= see()
      return state.sight
    },
    render() {
      const before = state.sight
      state.sight = see()
      if (state.sight !== before) show(state.sight.image, environmentCanvas)
    },
    computeHitTestResults: () => [],
    computeDepthBuffer() {
      const { data, width, height } = this.sight.depth
      const floats = isDepthAbsent ? new Float32Array(0) : data.slice()
      return { data: floats.buffer, width, height, rawValueToMeters: 1 }
    },
  }
}

/** As large as the window lets a picture be that is upright on a phone; a wide window shows the whole of it. */
function fit(canvas: HTMLCanvasElement): void {
  canvas.style.objectFit = innerWidth > innerHeight ? 'contain' : 'cover'
}

/** The device's screen: the operator sees what the camera sees. */
function show({ width, height, data }: Image, canvas: HTMLCanvasElement): void {
  const pixels = new ImageData(width, height)
  for (let i = 0; i < width * height; i++) {
    pixels.data.set([data[3 * i]!, data[3 * i + 1]!, data[3 * i + 2]!, 255], 4 * i)
  }
  canvas.width = width
  canvas.height = height
  canvas.getContext('2d')?.putImageData(pixels, 0, 0)
}

/** Raw camera access, which the emulator lacks: a texture with its rows from the bottom. */
function patchCamera(scene: Scene, isAbsent: boolean): void {
  Object.defineProperty(XRView.prototype, 'camera', {
    configurable: true,
    get: () => {
      const { width, height } = scene.sight.image
      return isAbsent ? undefined : { width, height }
    },
  })
  const textures = new WeakMap<object, WebGLTexture>()
  Object.assign(XRWebGLBinding.prototype, {
    getCameraImage(this: { _session: { renderState: { baseLayer: { context: WebGL2RenderingContext } } } }) {
      const gl = this._session.renderState.baseLayer.context
      const { width, height, data } = scene.sight.image
      const texture = textures.get(gl) ?? gl.createTexture()
      textures.set(gl, texture)
      gl.bindTexture(gl.TEXTURE_2D, texture)
      gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1)
      gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, true)
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGB, width, height, 0, gl.RGB, gl.UNSIGNED_BYTE, data)
      gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false)
      return texture
    },
  })
}

function patchPose(isPlaced: () => boolean): void {
  const { getViewerPose } = XRFrame.prototype
  XRFrame.prototype.getViewerPose = function (space) {
    return (isPlaced() ? getViewerPose.call(this, space) : null) as ReturnType<typeof getViewerPose>
  }
}

/** A phone: 16-bit millimetres in a buffer that lies on its side. Without depth, as Chrome withholds it: null. */
function patchDepth(scene: Scene, kind: EmulatedXrOptions['kind'], isAbsent: boolean): void {
  if (isAbsent) {
    Object.assign(XRFrame.prototype, { getDepthInformation: () => null })
  } else if (kind === 'phone') {
    Object.assign(XRFrame.prototype, { getDepthInformation: () => lyingOnItsSide(scene.sight.depth) })
  }
}

function lyingOnItsSide({ width, height, data }: Sight['depth']) {
  const raw = new Uint16Array(width * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      // View (u, v) lies at buffer (v, 1 - u).
      raw[(width - 1 - x) * height + y] = Math.round(1000 * data[y * width + x]!)
    }
  }
  const matrix = new Float32Array([0, -1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1])
  return {
    width: height,
    height: width,
    data: raw.buffer,
    rawValueToMeters: 0.001,
    normDepthBufferFromNormView: { matrix },
  }
}
