import type { DepthMap, Intrinsics } from './depth-map.js'
import type { Image } from './image.js'

/** One moment of a capture: a colour picture, with depth where a sensor has it. */
export interface Frame {
  readonly image: Image
  readonly depth?: DepthMap
  readonly colorIntrinsics?: Intrinsics
  /** Milliseconds on a monotonic clock of the source; only differences mean anything. */
  readonly timestampMs: number
  /** Counts up by one a frame; a gap is a dropped frame. */
  readonly sequence: number
  readonly source: FrameSource
}

/** What produced a frame. */
export interface FrameSource {
  /** The capture provider's id, or `'upload'`. */
  readonly id: string
  /**
   * `still`: single pictures whose times mean nothing (uploads, files); `stream`: a camera or a video with
   * true times. Cues over time abstain on stills.
   */
  readonly kind: 'still' | 'stream'
  /** The source was read from a recording. */
  readonly recorded?: boolean
}
