import { createRandom, type Random } from '../random/random.js'
import { blurLens } from '../render/lens-blur.js'
import { createToneTable } from '../render/tone.js'
import { compressBlocks } from './block-codec.js'

/** How a colour camera turns light into counts. */
export interface ColorCamera {
  /** Standard deviation of the lens's softness, pixels. */
  readonly blurPixels: number
  readonly exposure: number
  /** Noise of reading, and of counting light, as shares of white. */
  readonly readNoise: number
  readonly shotNoise: number
  /** JPEG quality, 1 to 100; 100 leaves compression out. */
  readonly quality: number
}

/** A webcam or a phone: soft to sharp, noisy to clean. */
export function drawColorCamera(random: Random): ColorCamera {
  return {
    blurPixels: random.between(0.35, 0.85),
    exposure: random.between(0.85, 1.15),
    readNoise: random.between(0.002, 0.006),
    shotNoise: random.between(0.006, 0.02),
    quality: Math.round(random.between(80, 95)),
  }
}

/** Develops linear light: blur, exposure, noise, tone, compression. `sequence` makes another frame's noise another. */
export function developLight(
  light: Float32Array,
  width: number,
  height: number,
  camera: ColorCamera,
  seed: number,
  sequence: number,
): Uint8Array {
  const linear = light.slice()
  blurLens(linear, width, height, camera.blurPixels)
  const { uniform } = createRandom(seed, `noise/${sequence}`)
  const toByte = createToneTable()
  const out = new Uint8Array(linear.length)
  for (let i = 0; i < linear.length; i += 1) {
    const value = linear[i]! * camera.exposure
    const sigma = Math.sqrt(camera.readNoise ** 2 + camera.shotNoise ** 2 * Math.max(0, value))
    // The sum of four uniform numbers has a variance of a third and is near enough to normal.
    const noise = (uniform() + uniform() + uniform() + uniform() - 2) * 1.7320508
    out[i] = toByte(Math.max(0, value + sigma * noise))
  }
  if (camera.quality < 100) compressBlocks(out, width, height, camera.quality)
  return out
}
