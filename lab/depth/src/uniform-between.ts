/** Uniform deviates between two limits that follow from a seed, so that a report is made again number by number. */
export function uniformBetween(seed: number): (low: number, high: number) => number {
  let state = seed >>> 0
  return (low, high) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return low + ((high - low) * state) / 2 ** 32
  }
}
