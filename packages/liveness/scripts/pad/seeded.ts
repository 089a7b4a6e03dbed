/** Seeded random numbers for the measurement's scripts (mulberry32). */
export interface Seeded {
  /** In [0, 1). */
  uniform(): number
  between(low: number, high: number): number
  /** Standard normal. */
  normal(): number
  pick<T>(of: readonly T[]): T
}

export function seeded(seed: number): Seeded {
  let state = (seed * 2654435761 + 97) >>> 0
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  return {
    uniform,
    between: (low, high) => low + (high - low) * uniform(),
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    pick: (of) => of[Math.floor(uniform() * of.length)] as (typeof of)[number],
  }
}
