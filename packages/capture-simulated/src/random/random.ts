/** A small seeded generator (sfc32, Chris Doty-Humphrey, PractRand). Same seed, same numbers, on every platform. */
export interface Random {
  /** Uniform in [0, 1). */
  uniform(): number
  /** Uniform in [low, high). */
  between(low: number, high: number): number
  /** Normal, cut at `limit` standard deviations (2.2 unless told) by drawing again. */
  normal(mean: number, deviation: number, limit?: number): number
  /** True with the given probability. */
  chance(probability: number): boolean
  /** One of the items, by weight where weights are given. */
  pick<T>(items: readonly T[], weights?: readonly number[]): T
  /** An independent stream for one concern, so that drawing more of one thing does not change another. */
  fork(label: string): Random
}

function hashLabel(label: string, seed: number): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0
  for (let i = 0; i < label.length; i += 1) hash = Math.imul(hash ^ label.charCodeAt(i), 0x01000193) >>> 0
  return mix(hash)
}

/** Finaliser of MurmurHash3: every bit of the input reaches every bit of the output. */
function mix(value: number): number {
  let hash = value >>> 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** @param seed any finite number; only its 32-bit integer part and the label decide the stream. */
export function createRandom(seed: number, label = ''): Random {
  const root = hashLabel(label, mix(Math.trunc(seed) >>> 0))
  let a = mix(root ^ 0x9e3779b9)
  let b = mix(root ^ 0x243f6a88)
  let c = mix(root ^ 0xb7e15162)
  let counter = 1
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    c |= 0
    return sum >>> 0
  }
  for (let i = 0; i < 12; i += 1) next()
  const uniform = (): number => next() / 4294967296
  const normal = (mean: number, deviation: number, limit = 2.2): number => {
    // Marsaglia's polar method needs no trigonometry, so the stream is the same in every engine.
    for (;;) {
      const u = 2 * uniform() - 1
      const v = 2 * uniform() - 1
      const s = u * u + v * v
      if (s >= 1 || s === 0) continue
      const value = u * Math.sqrt((-2 * Math.log(s)) / s)
      if (Math.abs(value) <= limit) return mean + deviation * value
    }
  }
  return {
    uniform,
    between: (low, high) => low + (high - low) * uniform(),
    normal,
    chance: (probability) => uniform() < probability,
    pick: (items, weights) => {
      if (items.length === 0) throw new RangeError('pick needs at least one item')
      const total = weights ? weights.reduce((sum, weight) => sum + weight, 0) : items.length
      let left = uniform() * total
      for (let i = 0; i < items.length; i += 1) {
        left -= weights ? (weights[i] ?? 0) : 1
        if (left < 0) return items[i] as (typeof items)[number]
      }
      return items[items.length - 1] as (typeof items)[number]
    },
    fork: (name) => createRandom(seed, `${label}/${name}`),
  }
}
