import type { Frame } from '@faceward/spec'
import type { SimulatedPerson } from '../person/simulated-person.js'
import { parseScene, type SceneOptions } from '../scene/scene-options.js'
import type { GroundTruth } from '../truth/ground-truth.js'
import { projectLandmarks, toFivePoints } from '../truth/landmarks.js'
import { exposePixels, meterExposure } from './expose.js'
import { blurLens } from './lens-blur.js'
import { focalLength } from './ray-tracer.js'
import { renderPixels } from './render-pixels.js'

/** Where a rendered frame stands in its stream. */
export interface FrameTiming {
  /** 0 unless told. */
  readonly timestampMs?: number
  readonly sequence?: number
  /** `still` unless told. */
  readonly kind?: 'still' | 'stream'
}

/** A frame and what is true of it. */
export interface RenderedFrame {
  readonly frame: Frame
  readonly truth: GroundTruth
}

/** The id of frames and providers of this package. */
export const SOURCE_ID = 'simulated'

/**
 * Renders a person as a camera with a perfect depth sensor would see her: an rgb8 picture, and depth in metres
 * registered to it (the room behind her included). Deterministic: the same seed and scene give the same frame.
 *
 * The depth says `sensed` by method `simulated`, trust `declared`: it is exact, and it is no evidence that anybody
 * is alive.
 *
 * @throws ConfigurationError `invalid-options` for an unknown key or a value out of range.
 */
export function renderFrame(
  person: SimulatedPerson,
  scene: SceneOptions = {},
  timing: FrameTiming = {},
): RenderedFrame {
  const parsed = parseScene(scene)
  const { camera } = parsed
  const pixels = renderPixels(person.traits, person.head, parsed)
  const exposure =
    parsed.light.exposure === 'auto' ? meterExposure(pixels, person.traits.skin.base) : parsed.light.exposure
  blurLens(pixels.linear, camera.width, camera.height, camera.blurPixels)
  const focal = focalLength(camera)
  const intrinsics = {
    width: camera.width,
    height: camera.height,
    focalX: focal,
    focalY: focal,
    principalX: camera.principalX,
    principalY: camera.principalY,
  }
  const landmarks = projectLandmarks(person.head, pixels, parsed)
  return {
    frame: {
      image: {
        width: camera.width,
        height: camera.height,
        format: 'rgb8',
        data: exposePixels(pixels, exposure),
      },
      colorIntrinsics: intrinsics,
      depth: {
        width: camera.width,
        height: camera.height,
        data: pixels.depth,
        intrinsics,
        registeredToColor: true,
        provenance: { kind: 'sensed', method: 'simulated', trust: 'declared', accuracy: 'absolute' },
      },
      timestampMs: timing.timestampMs ?? 0,
      sequence: timing.sequence ?? 0,
      source: { id: SOURCE_ID, kind: timing.kind ?? 'still' },
    },
    truth: {
      seed: person.seed,
      pose: parsed.pose,
      landmarks,
      fivePoints: toFivePoints(landmarks),
      interocularMm: person.interocularMm,
      blink: parsed.blink,
      gaze: parsed.gaze,
      expression: parsed.expression,
      materials: pixels.materials,
      exposure,
    },
  }
}
