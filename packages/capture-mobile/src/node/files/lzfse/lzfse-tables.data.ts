// Constants of the LZFSE format (Apple's LZFSE reference, lzfse_internal.h): symbols, states and the values that the
// symbols of lengths and distances stand for.

/** How many symbols a stream has, and how many states its decoder. */
export const STREAMS = {
  literal: { symbols: 256, states: 1024 },
  literalLength: { symbols: 20, states: 64 },
  matchLength: { symbols: 20, states: 64 },
  distance: { symbols: 64, states: 256 },
} as const

/** A symbol stands for `base` plus `extra` bits that follow. */
export interface ValueTable {
  readonly extra: readonly number[]
  readonly base: readonly number[]
}

const SMALL = Array.from({ length: 16 }, (_, symbol) => symbol)

export const LITERAL_LENGTHS: ValueTable = {
  extra: [...SMALL.map(() => 0), 2, 3, 5, 8],
  base: [...SMALL, 16, 20, 28, 60],
}

export const MATCH_LENGTHS: ValueTable = {
  extra: [...SMALL.map(() => 0), 3, 5, 8, 11],
  base: [...SMALL, 16, 24, 56, 312],
}

/** Four symbols with each number of extra bits, one after the other without a gap. */
export const DISTANCES: ValueTable = {
  extra: Array.from({ length: 64 }, (_, symbol) => symbol >> 2),
  base: Array.from({ length: 64 }, (_, symbol) => 4 * (2 ** (symbol >> 2) - 1) + (symbol & 3) * 2 ** (symbol >> 2)),
}
