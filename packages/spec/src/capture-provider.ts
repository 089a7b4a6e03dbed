import type { Frame } from './frame.js'
import type { CallOptions, Plugin } from './plugin.js'

/** An open device or file. Leaving its `for await` loop, by any way, releases it. */
export interface CaptureSession extends AsyncIterable<Frame> {
  /** Releases the device; calling it again does nothing. */
  close(): Promise<void>
}

/** A source of frames. */
export interface CaptureProvider extends Plugin {
  /** @throws CaptureError when the device is absent, busy, or may not be used. */
  open(options?: CallOptions): Promise<CaptureSession>
}
