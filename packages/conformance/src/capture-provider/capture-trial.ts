import type { CallOptions, CaptureSession, Frame } from '@faceward/spec'
import type { CaptureProviderHarness } from './capture-provider-harness.js'

/** What the cases are written with. */
export interface CaptureTrial {
  readonly harness: CaptureProviderHarness
  open(options?: CallOptions): Promise<CaptureSession>
  /** The first frames, and the session closed. */
  take(count: number): Promise<readonly Frame[]>
}
