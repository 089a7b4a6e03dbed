import type { Image } from '@faceward/spec'
import sharp from 'sharp'
import { type Seeded, seeded } from './seeded.js'

/** What a camera does to light: exposure, blur of lens and demosaicing, shot and read noise, JPEG. */
export interface CameraModel {
  readonly gain: number
  readonly blurSigma: number
  readonly readNoise: number
  readonly shotNoise: number
  readonly jpegQuality: number
  readonly tint: readonly [number, number, number]
}

/** One of the cameras that users have: webcams and phones, sharp to soft, clean to noisy. */
export function cameraModel(seed: number): CameraModel {
  const { between } = seeded(seed + 9_000_000)
  return {
    gain: between(0.85, 1.12),
    blurSigma: between(0.35, 0.85),
    readNoise: between(0.8, 2.4),
    shotNoise: between(0.05, 0.22),
    jpegQuality: Math.round(between(82, 96)),
    tint: [between(0.95, 1.05), 1, between(0.95, 1.05)],
  }
}

/** Takes a picture of ideal light: blur, gain, noise, JPEG. */
export async function capture(light: Image, camera: CameraModel, random: Seeded): Promise<Image> {
  const { width, height } = light
  const blurred = blur(light, camera.blurSigma)
  const data = new Uint8Array(blurred.length)
  for (let i = 0; i < data.length; i++) {
    const value = blurred[i]! * camera.gain * camera.tint[i % 3]!
    const noise = Math.sqrt(camera.readNoise ** 2 + camera.shotNoise * Math.max(0, value))
    data[i] = Math.max(0, Math.min(255, Math.round(value + noise * quickNormal(random))))
  }
  return jpeg({ width, height, format: 'rgb8', data }, camera.jpegQuality)
}

/** A picture as JPEG leaves it. */
export async function jpeg(image: Image, quality: number): Promise<Image> {
  const { width, height } = image
  const raw = { width, height, channels: 3 as const }
  const coded = await sharp(image.data, { raw }).jpeg({ quality }).toBuffer()
  const data = new Uint8Array(await sharp(coded).raw().toBuffer())
  return { width, height, format: 'rgb8', data }
}

/** Sum of four uniform numbers: near enough to normal, and quick. */
function quickNormal({ uniform }: Seeded): number {
  return (uniform() + uniform() + uniform() + uniform() - 2) * Math.sqrt(3)
}

/** Separable Gaussian blur. */
export function blur({ width, height, data }: Image, sigma: number): Float32Array {
  const radius = Math.ceil(2.5 * sigma)
  const weights = Array.from({ length: 2 * radius + 1 }, (_, k) =>
    Math.exp(-((k - radius) ** 2) / (2 * sigma * sigma)),
  )
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const pass = (source: ArrayLike<number>, step: number, count: number, lines: number, lineStep: number) => {
    const out = new Float32Array(source.length)
    for (let line = 0; line < lines; line++) {
      for (let i = 0; i < count; i++) {
        for (let c = 0; c < 3; c++) {
          let sum = 0
          for (let k = -radius; k <= radius; k++) {
            const at = Math.max(0, Math.min(count - 1, i + k))
            sum += weights[k + radius]! * source[line * lineStep + at * step + c]!
          }
          out[line * lineStep + i * step + c] = sum / total
        }
      }
    }
    return out
  }
  const rows = pass(data, 3, width, height, 3 * width)
  return pass(rows, 3 * width, height, width, 3)
}
