import type { DepthMap, DepthProvenance, Frame, Image } from '@faceward/spec'
import { CaptureError } from '@faceward/spec'
import { createCameraReader } from '../camera/camera-reader.js'
import { createGpuDepthReader } from '../depth/gpu-depth-reader.js'
import { resampleDepth, type ViewDepth } from '../depth/resample-depth.js'
import type { XrBinding, XrFrame, XrSession, XrView } from '../device/xr-device.js'
import { projectionIntrinsics } from '../geometry/projection-intrinsics.js'

/** Makes frames of what WebXR shows; everything is copied, since it is valid inside its callback only. */
export interface FrameSource {
  /** Undefined while the device does not know where it is yet. */
  take(frame: XrFrame, timestampMs: number, sequence: number): Frame | undefined
}

export function createFrameSource(what: {
  readonly session: XrSession
  readonly space: object
  readonly gl: WebGL2RenderingContext
  readonly binding: XrBinding
  readonly provenance: DepthProvenance
}): FrameSource {
  const { session, space, gl, binding, provenance } = what
  const camera = createCameraReader(gl)
  const format = session.depthDataFormat ?? 'luminance-alpha'
  const gpu = session.depthUsage === 'gpu-optimized' ? createGpuDepthReader(gl, format) : undefined

  const imageOf = (view: XrView): Image => {
    const texture = view.camera && binding.getCameraImage?.(view.camera)
    if (!view.camera || !texture) {
      throw new CaptureError('The browser gives this page no camera pictures (camera-access).', {
        code: 'unsupported',
      })
    }
    return camera.read(texture, view.camera)
  }
  const depthOf = (frame: XrFrame, view: XrView): ViewDepth | undefined => {
    if (gpu !== undefined) {
      const depth = binding.getDepthInformation?.(view)
      return depth ? gpu.read(depth) : undefined
    }
    const depth = frame.getDepthInformation?.(view)
    return depth ? resampleDepth(depth, format) : undefined
  }

  return {
    take(frame, timestampMs, sequence) {
      const view = frame.getViewerPose(space)?.views[0]
      if (view === undefined) return undefined
      const image = imageOf(view)
      const depth = depthOf(frame, view)
      const map: DepthMap | undefined = depth && {
        ...depth,
        intrinsics: projectionIntrinsics(view.projectionMatrix, depth),
        registeredToColor: true,
        provenance,
      }
      return {
        image,
        colorIntrinsics: projectionIntrinsics(view.projectionMatrix, image),
        ...(map === undefined ? {} : { depth: map }),
        timestampMs,
        sequence,
        source: { id: 'webxr', kind: 'stream' },
      }
    },
  }
}
