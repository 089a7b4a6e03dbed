// What is used of WebXR, its depth sensing and raw camera access modules, so that no type package is needed.

/** A rigid motion; `matrix` is 4 x 4, column by column. */
export interface XrTransform {
  readonly matrix: Float32Array
}

export type XrDepthFormat = 'luminance-alpha' | 'unsigned-short' | 'float32'

/** What depth information has on the processor and on the graphics card alike. */
export interface XrDepthInformation {
  readonly width: number
  readonly height: number
  readonly rawValueToMeters: number
  /** From the view's coordinates, 0..1 from its top left corner, to the buffer's. */
  readonly normDepthBufferFromNormView: XrTransform
}

export interface XrCpuDepth extends XrDepthInformation {
  readonly data: ArrayBuffer
}

export interface XrGpuDepth extends XrDepthInformation {
  readonly texture: WebGLTexture
  readonly textureType?: 'texture' | 'texture-array'
  readonly imageIndex?: number | null
  /**
   * Planes of a projective depth texture, rows from the bottom, as Meta's browser gives it: not in the specification,
   * which knows metres from the top only.
   */
  readonly depthNear?: number
  readonly depthFar?: number
}

export interface XrCamera {
  readonly width: number
  readonly height: number
}

export interface XrView {
  /** 4 x 4, column by column. */
  readonly projectionMatrix: Float32Array
  readonly camera?: XrCamera
}

export interface XrFrame {
  getViewerPose(space: object): { readonly views: readonly XrView[] } | null | undefined
  getDepthInformation?(view: XrView): XrCpuDepth | null | undefined
}

export interface XrSession {
  readonly depthUsage?: 'cpu-optimized' | 'gpu-optimized'
  readonly depthDataFormat?: XrDepthFormat
  requestReferenceSpace(type: 'viewer'): Promise<object>
  requestAnimationFrame(callback: (timeMs: number, frame: XrFrame) => void): number
  updateRenderState(state: { readonly baseLayer: object }): unknown
  addEventListener(type: 'end', listener: () => void): void
  end(): Promise<void>
}

export interface XrSystem {
  isSessionSupported(mode: 'immersive-ar'): Promise<boolean>
  requestSession(mode: 'immersive-ar', options: object): Promise<XrSession>
}

/** Bridges a session and a WebGL context. */
export interface XrBinding {
  getCameraImage?(camera: XrCamera): WebGLTexture | null
  getDepthInformation?(view: XrView): XrGpuDepth | null | undefined
}

/** The constructors a browser with WebXR has as globals. */
export interface XrConstructors {
  readonly XRWebGLLayer: new (session: XrSession, gl: WebGL2RenderingContext) => object
  readonly XRWebGLBinding: new (session: XrSession, gl: WebGL2RenderingContext) => XrBinding
}
