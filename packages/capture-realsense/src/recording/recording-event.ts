import type { Extrinsics } from '@faceward/spec'
import type { RealsenseCamera } from '../frames/calibration.js'

/** The two streams that make a frame. */
export type StreamName = 'depth' | 'color'

/** A picture of a stream as it stands in the file, before anything is converted. */
export interface RecordedImage {
  readonly stream: StreamName
  /** When the recorder received it, on the recorder's own clock. */
  readonly arrivalMs: number
  /** When it was taken, on the clock that `clockDomain` names. */
  readonly timestampMs: number
  readonly clockDomain?: string
  /** The device's own count. */
  readonly number: number
  readonly width: number
  readonly height: number
  readonly stride: number
  /** Pixel format by the name of ROS or of librealsense. */
  readonly encoding: string
  readonly data: Uint8Array
  /** Metres a count, where the picture itself says so. */
  readonly depthUnit?: number
}

/** What a recording says, in the order of the file; the same whichever format it is in. */
export type RecordingEvent =
  | { readonly kind: 'device'; readonly info: Readonly<Record<string, string>> }
  | { readonly kind: 'depth-unit'; readonly metres: number }
  | { readonly kind: 'rate'; readonly stream: StreamName; readonly framesPerSecond: number }
  | { readonly kind: 'camera'; readonly stream: StreamName; readonly camera: RealsenseCamera }
  /** From a reference that both streams share to this stream. */
  | { readonly kind: 'place'; readonly stream: StreamName; readonly fromReference: Extrinsics }
  | { readonly kind: 'image'; readonly image: RecordedImage }
  /** Belongs to the picture of this stream just before it. */
  | {
      readonly kind: 'metadata'
      readonly stream: StreamName
      readonly values: Readonly<Record<string, string>>
    }
