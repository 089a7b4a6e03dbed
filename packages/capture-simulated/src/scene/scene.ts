import type { HeadPose } from '@faceward/spec'
import type { LinearRgb } from '../person/color.js'

/** A pinhole camera. */
export interface Camera {
  readonly width: number
  readonly height: number
  readonly horizontalFieldOfViewDegrees: number
  /** Pixels; the middle of the picture unless told. */
  readonly principalX: number
  readonly principalY: number
  /** Gaussian softness of lens and sensor, standard deviation in pixels. */
  readonly blurPixels: number
}

/** 0 (rest) to 1 (as far as it goes). */
export interface Expression {
  readonly smile: number
  readonly mouthOpen: number
  readonly browRaise: number
}

/** Where the eyes look, relative to the head, in the head pose's signs. */
export interface Gaze {
  readonly yawDegrees: number
  readonly pitchDegrees: number
}

/** How far each eye is closed, 0 open to 1 closed. Sides are the subject's own. */
export interface Blink {
  readonly right: number
  readonly left: number
}

export interface DirectionalLight {
  /** Seen from the subject facing the camera: 0 = from the camera, positive = from image right. */
  readonly azimuthDegrees: number
  /** Positive = from above. */
  readonly elevationDegrees: number
  readonly kelvin: number
  /** 1 = a plain daylight-like key. */
  readonly intensity: number
}

export interface Light {
  readonly key: DirectionalLight
  readonly fill: DirectionalLight
  readonly ambient: { readonly kelvin: number; readonly intensity: number }
  /** What the camera takes for white. */
  readonly whiteKelvin: number
  /** `auto`: metered on the head, as a phone does; a number: factor on linear light. */
  readonly exposure: 'auto' | number
}

export interface Background {
  /** Metres behind the head. */
  readonly behindM: number
  readonly color: LinearRgb
  /** 0 a plain wall to 1 a busy, blurred room. */
  readonly clutter: number
  readonly seed: number
}

/** Everything that is not the person. */
export interface Scene {
  readonly camera: Camera
  readonly pose: HeadPose
  /** Metres along the optical axis to the point midway between the eyes, for the head at pose 0. */
  readonly distanceM: number
  /** Metres by which that point lies right of and below the optical axis at pose 0. */
  readonly offset: { readonly xM: number; readonly yM: number }
  readonly gaze: Gaze
  readonly expression: Expression
  readonly blink: Blink
  readonly light: Light
  readonly background: Background
}
