import { assertKnownOptions, invalidOption } from '@faceward/plugin-kit'

/** Options of {@link createCameraCapture}. */
export interface CameraCaptureOptions {
  /** A camera of {@link listCameras}; without it the browser chooses by `facing`. */
  readonly deviceId?: string
  /** `user` (the front camera) unless told; a wish, which a computer's only camera need not meet. */
  readonly facing?: 'user' | 'environment'
  /**
   * Asked of the camera, 640 x 480 unless told (CAPTURE_RESOLUTION). A camera that gives more is scaled down until
   * its longer side fits the longer side here; nothing is scaled up, cut or letterboxed, and a telephone held
   * upright gives frames that are higher than wide.
   */
  readonly resolution?: { readonly width: number; readonly height: number }
  /** Asked of the camera; 30 unless told. */
  readonly framesPerSecond?: number
  /** How long a visible page waits for the next picture before the camera counts as lost; 5,000 unless told. */
  readonly frameTimeoutMs?: number
}

export interface CameraSettings {
  readonly constraints: MediaTrackConstraints & { readonly resizeMode: 'none' }
  readonly longestSide: number
  readonly frameTimeoutMs: number
}

const KEYS = ['deviceId', 'facing', 'resolution', 'framesPerSecond', 'frameTimeoutMs'] as const

/** @throws ConfigurationError `invalid-options` */
export function cameraSettings(options: CameraCaptureOptions): CameraSettings {
  assertKnownOptions('createCameraCapture', options, KEYS)
  const { deviceId, facing = 'user', framesPerSecond = 30, frameTimeoutMs = 5000 } = options
  const { width, height } = options.resolution ?? { width: 640, height: 480 }
  for (const [key, value] of Object.entries({ width, height, framesPerSecond, frameTimeoutMs })) {
    if (!(Number.isFinite(value) && value > 0)) refuse(key, 'expected a number above 0')
  }
  if (facing !== 'user' && facing !== 'environment') refuse('facing', "expected 'user' or 'environment'")
  if (deviceId === '') refuse('deviceId', 'expected an id of listCameras')
  return {
    constraints: {
      // Else Chromium cuts the picture to the shape that was asked for.
      resizeMode: 'none',
      width: { ideal: width },
      height: { ideal: height },
      frameRate: { ideal: framesPerSecond },
      ...(deviceId === undefined ? { facingMode: { ideal: facing } } : { deviceId: { exact: deviceId } }),
    },
    longestSide: Math.max(width, height),
    frameTimeoutMs,
  }
}

function refuse(key: string, message: string): never {
  throw invalidOption('createCameraCapture', key, message)
}
