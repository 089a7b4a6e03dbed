import type { Frame } from '@faceward/spec'

/** Where `faceward capture` puts the frames: `--out` a folder of pictures. A new kind is one more of these. */
export interface FrameSink {
  /** Resolves when the frame is written; the next one is asked for after that. */
  write(frame: Frame): Promise<void>
  /** Finishes what was begun, also after a failure. The paths that were written. */
  close(): Promise<readonly string[]>
}
