import type { SimulatedPerson } from '../person/simulated-person.js'
import { meterExposure } from '../render/expose.js'
import { type RenderedPixels, renderPixels } from '../render/render-pixels.js'
import { parseScene, type SceneOptions } from '../scene/scene-options.js'

/** A person rendered to light of about 0 to 1, ready for a camera or to be overlaid. */
export interface RenderedLight {
  readonly linear: Float32Array
  readonly pixels: RenderedPixels
}

/** @param exposure a factor that was metered before, so that a session does not flicker; metered when left out */
export function renderLight(
  person: SimulatedPerson,
  scene: SceneOptions,
  exposure?: number,
): RenderedLight & { readonly exposure: number } {
  const pixels = renderPixels(person.traits, person.head, parseScene(scene))
  const factor = exposure ?? meterExposure(pixels, person.traits.skin.base)
  return { linear: pixels.linear.map((value) => value * factor), pixels, exposure: factor }
}
