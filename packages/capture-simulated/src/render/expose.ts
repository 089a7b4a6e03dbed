import type { LinearRgb } from '../person/color.js'
import { MATERIAL } from './material.js'
import type { RenderedPixels } from './render-pixels.js'
import { createToneTable } from './tone.js'

/**
 * The factor a phone's face metering would choose: the face lands near middle grey, dark skin somewhat darker
 * and light skin somewhat lighter than that.
 */
export function meterExposure(pixels: RenderedPixels, skin: LinearRgb): number {
  const { linear, materials } = pixels
  let sum = 0
  let count = 0
  for (let i = 0; i < materials.length; i += 1) {
    if (materials[i] !== MATERIAL.skin) continue
    sum += luminance(linear[i * 3]!, linear[i * 3 + 1]!, linear[i * 3 + 2]!)
    count += 1
  }
  if (count === 0 || sum <= 0) return 1
  const albedo = luminance(skin[0], skin[1], skin[2])
  const target = 0.22 * (albedo / 0.33) ** 0.62
  return target / (sum / count)
}

export function exposePixels(pixels: RenderedPixels, factor: number): Uint8Array {
  const { linear } = pixels
  const toByte = createToneTable()
  const out = new Uint8Array(linear.length)
  for (let i = 0; i < linear.length; i += 1) out[i] = toByte(linear[i]! * factor)
  return out
}

function luminance(r: number, g: number, b: number): number {
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
