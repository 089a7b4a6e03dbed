/**
 * What is needed of the `Depth` that `useDepthOutput({ onDepth })` of react-native-vision-camera 5 gives; its
 * own type fits.
 */
export interface VisionCameraDepth {
  readonly width: number
  readonly height: number
  readonly bytesPerRow: number
  readonly pixelFormat: string
  /** Seconds on iOS, nanoseconds on Android. */
  readonly timestamp: number
  /** How the rows lie: `right` means that what is up in the world is right in the rows. */
  readonly orientation: 'up' | 'right' | 'down' | 'left'
  readonly isMirrored: boolean
  readonly depthDataAccuracy: 'relative' | 'absolute' | 'unknown'
  readonly cameraCalibrationData?:
    | {
        readonly intrinsicMatrixReferenceDimensions: { readonly width: number; readonly height: number }
        /** 3 x 3, column by column. */
        readonly cameraIntrinsicMatrix: readonly number[]
      }
    | undefined
  /** Not a copy: no longer to be touched after `dispose`. */
  getDepthData(): ArrayBuffer
  dispose(): void
}
