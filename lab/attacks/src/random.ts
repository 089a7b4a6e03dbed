/** Seeded chance: the same seed and label give the same draws (splitmix32 over a hash of both). */
export interface Chance {
  /** In [0, 1). */
  uniform(): number
  /** A whole number from 0 to `limit` - 1. */
  below(limit: number): number
  pick<T>(of: readonly T[]): T
  /** True so often, 0 to 1. */
  chance(share: number): boolean
  bytes(length: number): Buffer
}

export function chanceOf(seed: number, label: string | number): Chance {
  let state = seed >>> 0
  for (const character of String(label)) {
    state = Math.imul(state ^ character.charCodeAt(0), 0x01000193) >>> 0
    state = (state + 0x9e3779b9) >>> 0
  }
  const next = () => {
    state = (state + 0x9e3779b9) >>> 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return (mixed ^ (mixed >>> 15)) >>> 0
  }
  const uniform = () => next() / 2 ** 32
  const below = (limit: number) => Math.floor(uniform() * limit)
  return {
    uniform,
    below,
    pick: (of) => of[below(of.length)]!,
    chance: (share) => uniform() < share,
    bytes: (length) => Buffer.from(Uint8Array.from({ length }, () => next() & 0xff)),
  }
}
