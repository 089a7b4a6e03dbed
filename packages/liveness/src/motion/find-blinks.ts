/** A blink in a series of eye openness. */
export interface Blink {
  /** Index of the most closed frame. */
  readonly index: number
  /** How far the openness fell below the eyes' own around it, as a share; 0..1. */
  readonly drop: number
  /** From the last open frame to the first open one again, milliseconds. */
  readonly lengthMs: number
}

/** A fall to this share of the baseline is a blink; 468-point meshes show a full closure as 0.5 to 0.7. */
const CLOSED = 0.87
/** Open again above this share. */
const OPEN = 0.93
/** Blinks last 100 to 400 ms (Caffier et al., 2003); asked-for ones longer, and frames add their own step. */
const LONGEST_MS = 900
/** The baseline is taken from so far around, milliseconds: turning the head changes the ratio slowly. */
const AROUND_MS = 900

/**
 * Blinks: the openness falls below its own level of the moment, on both sides of which the eyes are open, and comes
 * back within {@link LONGEST_MS}. A drop without return is no blink.
 */
export function findBlinks(openness: readonly number[], timesMs: readonly number[]): readonly Blink[] {
  const relative = openness.map((value, i) => value / baseline(openness, timesMs, i))
  const blinks: Blink[] = []
  for (let i = 0; i < relative.length; i++) {
    if (!(relative[i]! < CLOSED)) continue
    let first = i
    let last = i
    while (first > 0 && relative[first]! < OPEN) first--
    while (last < relative.length - 1 && relative[last]! < OPEN) last++
    const lengthMs = timesMs[last]! - timesMs[first]!
    if (relative[first]! >= OPEN && relative[last]! >= OPEN && lengthMs <= LONGEST_MS) {
      const index = lowest(relative, first, last)
      // Lower than the open eyes on both sides: a slow squint is lower than one of them only.
      const beside = Math.min(openness[first]!, openness[last]!)
      if (openness[index]! < CLOSED * beside) {
        blinks.push({ index, drop: Math.min(1, 1 - relative[index]!), lengthMs })
      }
    }
    i = last
  }
  return blinks
}

/** The upper third of the openness around a frame. */
function baseline(openness: readonly number[], timesMs: readonly number[], at: number): number {
  const near = openness
    .filter((_, i) => Math.abs(timesMs[i]! - timesMs[at]!) <= AROUND_MS)
    .sort((a, b) => a - b)
  return near[Math.floor((near.length - 1) * 0.7)] || 1
}

function lowest(values: readonly number[], first: number, last: number): number {
  let index = first
  for (let i = first; i <= last; i++) if (values[i]! < values[index]!) index = i
  return index
}
