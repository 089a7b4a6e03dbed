import { CaptureError } from '@faceward/spec'
import type { XrSession, XrSystem } from '../device/xr-device.js'

/** What stands in the way of a scan, or undefined when nothing does. The words are for a person. */
export async function webXrProblem(xr: XrSystem | undefined): Promise<string | undefined> {
  if (xr === undefined) {
    return 'This browser has no WebXR, or the page is not served over HTTPS. Chrome on an Android phone with ARCore has it.'
  }
  const supported = await xr.isSessionSupported('immersive-ar').catch(() => false)
  return supported ? undefined : 'This device has no augmented reality sessions (immersive-ar).'
}

/**
 * Asks for an augmented reality session with depth and the camera. Call it from a click.
 *
 * @throws CaptureError `unsupported`, `permission-denied`, `device-busy`, `device-unavailable`
 */
export async function requestSession(xr: XrSystem | undefined, overlay?: object): Promise<XrSession> {
  const request = xr?.requestSession('immersive-ar', {
    requiredFeatures: ['depth-sensing', 'camera-access'],
    ...(overlay === undefined ? {} : { optionalFeatures: ['dom-overlay'], domOverlay: { root: overlay } }),
    depthSensing: {
      usagePreference: ['cpu-optimized', 'gpu-optimized'],
      dataFormatPreference: ['luminance-alpha', 'unsigned-short', 'float32'],
      depthTypeRequest: ['raw', 'smooth'],
      matchDepthView: true,
    },
  })
  try {
    if (request !== undefined) return await request
  } catch (cause) {
    throw refusal(cause, await webXrProblem(xr))
  }
  throw refusal(undefined, await webXrProblem(xr))
}

function refusal(cause: unknown, problem: string | undefined): CaptureError {
  if (problem !== undefined) return new CaptureError(problem, { code: 'unsupported', cause })
  const name = cause instanceof Error ? cause.name : ''
  if (name === 'SecurityError' || name === 'NotAllowedError') {
    const why =
      'The camera or augmented reality was not allowed. Start it from a click, and allow both when asked.'
    return new CaptureError(why, { code: 'permission-denied', cause })
  }
  if (name === 'InvalidStateError') {
    return new CaptureError('Another augmented reality session is running.', { code: 'device-busy', cause })
  }
  const why = 'This device or browser gives no depth or no camera pictures to augmented reality pages.'
  return new CaptureError(why, { code: 'unsupported', cause })
}
