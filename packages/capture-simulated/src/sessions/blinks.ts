import type { Random } from '../random/random.js'

/** A blink: when it begins and how long it takes, seconds. */
export interface BlinkEvent {
  readonly startS: number
  readonly lengthS: number
}

/** Spontaneous blinks, 15 to 20 a minute at irregular intervals, 0.1 to 0.4 s each (Bentivoglio et al., 1997). */
export function drawBlinks(random: Random, durationS: number): readonly BlinkEvent[] {
  const interval = 60 / random.between(15, 20)
  const blinks: BlinkEvent[] = []
  let at = random.between(0.2, interval)
  while (at < durationS) {
    blinks.push({ startS: at, lengthS: random.between(0.14, 0.38) })
    at += Math.max(0.6, interval * (0.4 - 0.75 * Math.log(1 - 0.98 * random.uniform())))
  }
  return blinks
}

/** How far the lids are closed at a time, 0 to 1: down in the first third, up in the rest. */
export function lidsAt(blinks: readonly BlinkEvent[], seconds: number): number {
  let closed = 0
  for (const { startS, lengthS } of blinks) {
    const t = (seconds - startS) / lengthS
    if (t <= 0 || t >= 1) continue
    const part = t < 0.34 ? t / 0.34 : 1 - (t - 0.34) / 0.66
    closed = Math.max(closed, part * part * (3 - 2 * part))
  }
  return closed
}
