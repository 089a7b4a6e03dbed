/**
 * A stream of pseudo-random weights, the same on every platform: mulberry32 (Tommy Ettinger, public domain) for
 * the bits, and only arithmetic that IEEE 754 rounds exactly.
 */
export interface RandomWeights {
  /** `count` weights, uniform in ±sqrt(3 / fanIn), so that a layer keeps the variance of what it is given. */
  draw(count: number, fanIn: number): Float32Array
}

export function createRandomWeights(seed: number): RandomWeights {
  const state = { bits: seed >>> 0 }

  /** 32 bits. */
  function next(): number {
    state.bits = (state.bits + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state.bits ^ (state.bits >>> 15), state.bits | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }

  return {
    draw(count, fanIn) {
      const limit = Math.sqrt(3 / fanIn)
      return Float32Array.from({ length: count }, () => (next() / 2 ** 31 - 1) * limit)
    },
  }
}
