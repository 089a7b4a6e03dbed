import { LONGEST_QUEUE } from './limits.js'
import type { RecordedImage } from './recording-event.js'

/** A colour and a depth picture of about the same moment. */
export interface ImagePair {
  readonly color: RecordedImage
  readonly depth: RecordedImage
}

/** Finds pairs in two streams of pictures that come in order, each stream by itself. */
export interface ImagePairing {
  /** The pairs that this picture settles. */
  push(image: RecordedImage): readonly ImagePair[]
  /** The pairs that are left when nothing more comes. */
  end(): readonly ImagePair[]
}

/**
 * Pairs each picture with the nearest in time of the other stream, at most `toleranceMs` away, and each but once.
 * Times are the device's where both streams have the same clock, otherwise the recorder's.
 */
export function createImagePairing(toleranceMs: number): ImagePairing {
  const queues = { color: [] as RecordedImage[], depth: [] as RecordedImage[] }

  function settle(isOver: boolean): readonly ImagePair[] {
    const pairs: ImagePair[] = []
    for (;;) {
      const {
        color: [color],
        depth: [depth],
      } = queues
      if (color === undefined || depth === undefined) return pairs
      const apart = lagMs(color, depth)
      const earlier = queues[apart < 0 ? 'color' : 'depth']
      const later = apart < 0 ? depth : color
      const next = earlier[1]
      if (next === undefined && !isOver) return pairs
      const isNextNearer = next !== undefined && Math.abs(lagMs(next, later)) <= Math.abs(apart)
      if (isNextNearer || Math.abs(apart) > toleranceMs) {
        earlier.shift()
        continue
      }
      queues.color.shift()
      queues.depth.shift()
      pairs.push({ color, depth })
    }
  }

  return {
    push(image) {
      const queue = queues[image.stream]
      queue.push(image)
      if (queue.length > LONGEST_QUEUE) queue.shift()
      return settle(false)
    },
    end: () => settle(true),
  }
}

/** How much later the first picture is than the second. */
function lagMs(a: RecordedImage, b: RecordedImage): number {
  return sharesClock(a, b) ? a.timestampMs - b.timestampMs : a.arrivalMs - b.arrivalMs
}

/** Whether the two pictures' own times may be compared. */
export function sharesClock(a: RecordedImage, b: RecordedImage): boolean {
  return a.clockDomain === b.clockDomain
}
