import type { ObservedSample } from './observe-frames.js'

/**
 * Stills whose aligned faces correlate from here on are one picture. Measured: one picture saved anew at JPEG qualities
 * 95 to 65, at 0.8 of its size, blurred, brightened or moved by 1 to 5 pixels 0.99 (median, lowest 0.95), two
 * photographs of one person 0.35 (highest 0.83), simulated ones 0.76 (highest 0.92).
 */
const SAME_STILL = 0.97

/**
 * Samples without those whose picture was there before: one picture sent several times is one sample. Told by the
 * face's own pixels, so that another margin around them is the same picture too; of stills also when the picture was
 * saved anew. Frames of a stream are nearly the same picture when a person holds still: of them only equal ones are.
 */
export function distinctPictures(samples: readonly ObservedSample[]): {
  readonly distinct: readonly ObservedSample[]
  readonly repeated: readonly ObservedSample[]
} {
  const distinct: ObservedSample[] = []
  const repeated: ObservedSample[] = []
  for (const sample of samples) {
    const isRepeated = distinct.some((other) => isSamePicture(sample, other))
    ;(isRepeated ? repeated : distinct).push(sample)
  }
  return { distinct, repeated }
}

function isSamePicture({ sample: a }: ObservedSample, { sample: b }: ObservedSample): boolean {
  const [one, other] = [a.aligned.data, b.aligned.data]
  if (one.length !== other.length) return false
  if (one.every((value, i) => value === other[i])) return true
  const areStills = a.frame.source.kind === 'still' && b.frame.source.kind === 'still'
  return areStills && correlation(one, other) >= SAME_STILL
}

/** Pearson's, over all values; 0 where one of both is constant. */
function correlation(one: Uint8Array, other: Uint8Array): number {
  const mean = (values: Uint8Array) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [middle, otherMiddle] = [mean(one), mean(other)]
  let [together, own, others] = [0, 0, 0]
  for (let i = 0; i < one.length; i++) {
    const [x, y] = [one[i]! - middle, other[i]! - otherMiddle]
    together += x * y
    own += x * x
    others += y * y
  }
  const spread = Math.sqrt(own * others)
  return spread > 0 ? together / spread : 0
}
