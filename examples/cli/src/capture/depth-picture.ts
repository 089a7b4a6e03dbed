import type { DepthMap, Image } from '@faceward/spec'

/** Metres from the nearest to the farthest. */
export interface DepthRange {
  readonly nearM: number
  readonly farM: number
}

/** Steps a decade of distance is divided into: half a millimetre at arm's length. */
const STEPS = 2000
const NEAREST_M = 0.01

/** Where depth lies, without the hundredth at either end; undefined when nothing was measured. */
export function measuredRange({ data }: DepthMap): DepthRange | undefined {
  const measured = data.filter((metres) => metres > 0 && Number.isFinite(metres)).sort()
  const at = (share: number) => measured[Math.round(share * (measured.length - 1))]
  const nearM = at(0.01)
  const farM = at(0.99)
  return nearM === undefined || farM === undefined ? undefined : { nearM, farM }
}

/**
 * A depth map to look at: from red, near, over green to blue, far; black where nothing was measured. Colours follow
 * the rank of a distance among all, so that a face shows its relief also before a far wall.
 */
export function depthPicture({ width, height, data }: DepthMap): Image {
  const steps = Uint16Array.from(data, stepOf)
  const nearer = new Float64Array(2 ** 16)
  for (const step of steps) if (step > 0) nearer[step]!++
  for (let step = 1; step < nearer.length; step++) nearer[step]! += nearer[step - 1]!
  const total = Math.max(1, nearer.at(-1)!)
  const pixels = new Uint8Array(width * height * 3)
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i]!
    if (step === 0) continue
    for (let channel = 0; channel < 3; channel++)
      pixels[3 * i + channel] = hue(nearer[step]! / total, channel)
  }
  return { width, height, format: 'rgb8', data: pixels }
}

/** Distances by their logarithm; 0 for what is no distance. */
function stepOf(metres: number): number {
  if (!(metres > 0)) return 0
  return Math.max(1, Math.min(2 ** 16 - 1, Math.round(STEPS * Math.log10(metres / NEAREST_M))))
}

/** Red, green and blue as tents over the share. */
function hue(share: number, channel: number): number {
  const tent = 1.5 - Math.abs(4 * share - [0.5, 2, 3.5][channel]!)
  return Math.round(255 * Math.min(1, Math.max(0, tent)))
}
