export type SensorKind = 'structured-light' | 'time-of-flight' | 'active-stereo'

/** The errors of one kind of depth camera. */
export interface SensorModel {
  /** Standard deviation of the noise at 1 m, metres; it grows with `distance ** noisePower`. */
  readonly noiseAt1mM: number
  readonly noisePower: number
  /** Over how many pixels errors are alike, and which share of them is. */
  readonly correlationPixels: number
  readonly correlatedShare: number
  /** Standard deviation of the device's own slow warp at 1 m, metres. */
  readonly warpAt1mM: number
  /** From the camera to the projector or second camera; 0 casts no shadow. */
  readonly baselineM: number
  /** Quantisation: of depth in metres, or of disparity in pixels; 0 = none. */
  readonly stepM: number
  readonly disparityStep: number
  /** Share of edge pixels that report a mixture. */
  readonly flyingPixels: number
  /** Shares lost on dark hair, on mirroring glass, on eyes, and anywhere. */
  readonly hairLoss: number
  readonly glassLoss: number
  readonly eyeLoss: number
  readonly dropout: number
}

/**
 * Typical consumer devices. Stereo noise is z^2 x subpixel error / (focal x baseline); time of flight grows with
 * distance; magnitudes after vendors' sheets and published plane tests of the D400 series, Kinect 2 and TrueDepth
 * (about 1 to 2 mm, 1 to 2 mm and 0.5 to 1 mm at 0.5 m). They are plausible, not a calibration of a device.
 */
export const SENSOR_MODELS: Readonly<Record<SensorKind, SensorModel>> = {
  'structured-light': {
    noiseAt1mM: 0.0022,
    noisePower: 2,
    correlationPixels: 2,
    correlatedShare: 0.7,
    warpAt1mM: 0.0015,
    baselineM: 0.025,
    stepM: 0.0001,
    disparityStep: 0,
    flyingPixels: 0,
    hairLoss: 0.35,
    glassLoss: 0.3,
    eyeLoss: 0.1,
    dropout: 0.001,
  },
  'time-of-flight': {
    noiseAt1mM: 0.0028,
    noisePower: 1.3,
    correlationPixels: 1.5,
    correlatedShare: 0.5,
    warpAt1mM: 0.002,
    baselineM: 0,
    stepM: 0.001,
    disparityStep: 0,
    flyingPixels: 0.6,
    hairLoss: 0.25,
    glassLoss: 0.4,
    eyeLoss: 0.05,
    dropout: 0.003,
  },
  'active-stereo': {
    noiseAt1mM: 0.0045,
    noisePower: 2,
    correlationPixels: 4,
    correlatedShare: 0.85,
    warpAt1mM: 0.002,
    baselineM: 0.05,
    stepM: 0,
    disparityStep: 0.03125,
    flyingPixels: 0,
    hairLoss: 0.2,
    glassLoss: 0.35,
    eyeLoss: 0.05,
    dropout: 0.002,
  },
}
