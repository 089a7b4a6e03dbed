import type { Image } from '@faceward/spec'
import type { ObservedSample } from './observe-frames.js'

/**
 * Samples without those whose picture was there before: one picture sent several times is one sample. Told by the
 * face's own pixels, so that another file of the same pixels, or another margin around them, is the same picture too.
 */
export function distinctPictures(samples: readonly ObservedSample[]): {
  readonly distinct: readonly ObservedSample[]
  readonly repeated: readonly ObservedSample[]
} {
  const distinct: ObservedSample[] = []
  const repeated: ObservedSample[] = []
  for (const sample of samples) {
    const isRepeated = distinct.some((other) => isSamePicture(sample.sample.aligned, other.sample.aligned))
    ;(isRepeated ? repeated : distinct).push(sample)
  }
  return { distinct, repeated }
}

function isSamePicture(a: Image, b: Image): boolean {
  if (a.data.length !== b.data.length) return false
  return a.data.every((value, i) => value === b.data[i])
}
