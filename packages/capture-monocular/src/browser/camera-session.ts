import type { CallOptions, CaptureProvider, CaptureSession } from '@faceward/spec'

/** An open camera of the browser. */
export interface CameraSession extends CaptureSession {
  /**
   * The camera's own stream, for a preview (`video.srcObject = session.stream`). It ends with the session. Frames
   * are not mirrored; a preview of a front camera is, by habit: `transform: scaleX(-1)`.
   */
  readonly stream: MediaStream
}

/** A camera of the browser. */
export interface CameraProvider extends CaptureProvider {
  /**
   * Asks the person, where they have not said yes before, and starts the camera.
   *
   * @throws CaptureError `permission-denied`, `device-unavailable` (no camera, or not this one), `device-busy`,
   * `unsupported` (no https, or too old a browser)
   */
  open(options?: CallOptions): Promise<CameraSession>
}
