/** Lens distortion by a polynomial, named as librealsense and OpenCV do; coefficients k1, k2, p1, p2, k3. */
export interface PolynomialDistortion {
  readonly model:
    | 'none'
    | 'brown-conrady'
    | 'inverse-brown-conrady'
    | 'modified-brown-conrady'
    | 'kannala-brandt'
  readonly coefficients: readonly number[]
}

/**
 * Lens distortion by a table, as Apple's `lensDistortionLookupTable` has it: how much farther from the distortion's
 * centre a straight ray lands, as a share of its radius, at evenly spaced radii from 0 to `radius`.
 */
export interface RadialTableDistortion {
  readonly model: 'radial-table'
  readonly coefficients: readonly number[]
  /** Where rays are not bent, and the last entry's radius; both on the plane one unit before the camera. */
  readonly center: { readonly x: number; readonly y: number }
  readonly radius: number
}

export type Distortion = PolynomialDistortion | RadialTableDistortion

/** Pinhole intrinsics in pixels, for a picture of `width` x `height` (pixel centres at .5). */
export interface Intrinsics {
  readonly width: number
  readonly height: number
  readonly focalX: number
  readonly focalY: number
  readonly principalX: number
  readonly principalY: number
  readonly distortion?: Distortion
}

/** A rigid motion from the depth camera's frame to the colour camera's. */
export interface Extrinsics {
  /** 3 x 3, row by row. */
  readonly rotation: readonly number[]
  /** Metres. */
  readonly translation: readonly [number, number, number]
}

export type DepthMethod =
  | 'structured-light'
  | 'time-of-flight'
  | 'active-stereo'
  | 'passive-stereo'
  | 'motion-stereo'
  | 'learned-monocular'
  | 'face-model'
  | 'simulated'
  | 'unknown'

/**
 * Where a depth map comes from. Only `sensed` and not `recorded` depth is evidence of liveness (rule 3);
 * `trust` says who vouches for it.
 */
export interface DepthProvenance {
  readonly kind: 'sensed' | 'estimated'
  readonly method: DepthMethod
  /** `driver`: our own call to the device; `attested`: an attested app; `declared`: the sender's word. */
  readonly trust: 'driver' | 'attested' | 'declared'
  /** The map was read from a file: it may have been live once, it is not now. */
  readonly recorded?: boolean
  /** `relative` maps have no metric scale and may not be measured in millimetres. */
  readonly accuracy?: 'absolute' | 'relative'
  readonly device?: {
    readonly vendor: string
    readonly model?: string
    readonly serial?: string
    readonly driver?: string
  }
}

/** Distance along the optical axis for each pixel. */
export interface DepthMap {
  readonly width: number
  readonly height: number
  /** Metres; 0 = no data. `width * height` values, rows from top to bottom. */
  readonly data: Float32Array
  readonly intrinsics: Intrinsics
  /** Whether pixel (x, y) sees the same ray as pixel (x, y) of the colour image at the same size. */
  readonly registeredToColor: boolean
  /** Needed when the map is not registered to colour. */
  readonly depthToColor?: Extrinsics
  /** 0..255 for each pixel, where the sensor gives it. */
  readonly confidence?: Uint8Array
  /** When the map was taken, on the frame's clock, if not at the frame's own time. */
  readonly timestampMs?: number
  readonly provenance: DepthProvenance
}
