import { assertCameraApi } from './camera-failure.js'

/** A camera that the browser knows. */
export interface ListedCamera {
  /** For {@link CameraCaptureOptions.deviceId}; empty until the person has allowed a camera once. */
  readonly deviceId: string
  /** A name for people; empty until the person has allowed a camera once. */
  readonly label: string
}

/** @throws CaptureError `unsupported` */
export async function listCameras(): Promise<readonly ListedCamera[]> {
  assertCameraApi()
  const devices = await navigator.mediaDevices.enumerateDevices()
  return devices
    .filter(({ kind }) => kind === 'videoinput')
    .map(({ deviceId, label }) => ({ deviceId, label }))
}
