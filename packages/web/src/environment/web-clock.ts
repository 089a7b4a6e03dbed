import type { Clock } from '@faceward/spec'

/** The browser's time. */
export const webClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
}
