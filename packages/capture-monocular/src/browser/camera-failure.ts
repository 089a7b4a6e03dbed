import { CaptureError } from '@faceward/spec'

/** What a refusal of `getUserMedia` means. The browser's own text may name the device, so it is not passed on. */
export function cameraFailure(cause: unknown): CaptureError {
  switch (cause instanceof Error ? cause.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return new CaptureError(
        "The camera was not allowed. Allow it for this page in the browser's settings.",
        {
          code: 'permission-denied',
          cause,
        },
      )
    case 'NotFoundError':
    case 'OverconstrainedError':
      return new CaptureError('There is no such camera.', { code: 'device-unavailable', cause })
    case 'NotReadableError':
    case 'AbortError':
      return new CaptureError('The camera cannot be started: another program may be using it.', {
        code: 'device-busy',
        retryable: true,
        cause,
      })
    default:
      return new CaptureError('The camera cannot be used.', { code: 'device-unavailable', cause })
  }
}

export function lostCamera(): CaptureError {
  return new CaptureError('The camera was unplugged, or the page may no longer use it.', {
    code: 'device-lost',
    retryable: true,
  })
}

export function silentCamera(): CaptureError {
  return new CaptureError('The camera gives no pictures: it may be covered by a switch, or muted.', {
    code: 'device-lost',
    retryable: true,
  })
}

/** @throws CaptureError `unsupported` */
export function assertCameraApi(): void {
  if (globalThis.navigator?.mediaDevices?.getUserMedia === undefined) {
    throw new CaptureError('There is no camera access here: the page must come by https or from localhost.', {
      code: 'unsupported',
    })
  }
  if (!('requestVideoFrameCallback' in HTMLVideoElement.prototype)) {
    throw new CaptureError('This browser does not tell its video frames; update it.', { code: 'unsupported' })
  }
}
