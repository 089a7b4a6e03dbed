import type { CaptureProvider } from '@faceward/spec'

/** What the kit needs of a vendor to try a capture provider. */
export interface CaptureProviderHarness {
  /** A fresh provider each time, of a camera or a recording that has at least three frames. */
  readonly createProvider: () => CaptureProvider | Promise<CaptureProvider>
  /** Whether its times mean something. */
  readonly kind: 'stream' | 'still'
  /** It reads files. */
  readonly recorded?: boolean
  /** It gives depth, measured or guessed. */
  readonly depth?: 'sensed' | 'estimated'
  /** A provider of a camera or a file that is not there. */
  readonly createUnavailable?: () => CaptureProvider | Promise<CaptureProvider>
  /** Whether nothing of the device is held any more: no process, no open file, no thread. */
  readonly isReleased?: () => boolean | Promise<boolean>
}
