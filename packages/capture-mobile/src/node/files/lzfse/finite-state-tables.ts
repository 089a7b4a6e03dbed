import { malformedLzfse } from './lzfse-error.js'
import type { ValueTable } from './lzfse-tables.data.js'

/** One state of a finite-state decoder: the symbol it gives, and the next state, `delta` plus so many new bits. */
export interface DecoderTable {
  readonly symbol: Uint8Array
  readonly bits: Uint8Array
  readonly delta: Int16Array
}

/**
 * The decoder for symbols of the given frequencies, which may not add up to more than the states. A symbol's states
 * follow each other; the earlier ones read a bit more (tabled asymmetric numeral systems, J. Duda, arXiv 1311.2540).
 */
export function decoderTable(frequencies: Uint16Array, states: number): DecoderTable {
  const table = {
    symbol: new Uint8Array(states),
    bits: new Uint8Array(states),
    delta: new Int16Array(states),
  }
  let state = 0
  for (const [symbol, frequency] of frequencies.entries()) {
    if (frequency === 0) continue
    if (state + frequency > states) throw malformedLzfse('the frequencies do not fit')
    const bits = Math.clz32(frequency) - Math.clz32(states)
    const longer = ((2 * states) >> bits) - frequency
    for (let j = 0; j < frequency; j++, state++) {
      table.symbol[state] = symbol
      table.bits[state] = j < longer ? bits : bits - 1
      table.delta[state] = j < longer ? ((frequency + j) << bits) - states : (j - longer) << (bits - 1)
    }
  }
  return table
}

const SHORT_BITS = [2, 3, 2, 5, 2, 3, 2, 8, 2, 3, 2, 5, 2, 3, 2, 14]
const SHORT_VALUES = [0, 2, 1, 4, 0, 3, 1, 8, 0, 2, 1, 5, 0, 3, 1, 24]

/** Reads frequencies in their variable-length code of 2 to 14 bits, lowest bit first. */
export function readFrequencies(bytes: Uint8Array, count: number): Uint16Array {
  const frequencies = new Uint16Array(count)
  let held = 0
  let heldBits = 0
  let at = 0
  for (let i = 0; i < count; i++) {
    while (heldBits < 14 && at < bytes.length) {
      held |= bytes[at++]! << heldBits
      heldBits += 8
    }
    const low = held & 31
    const bits = SHORT_BITS[low & 15]!
    // 5-bit codes: 4 to 7 by their upper bits; longer ones carry the number itself.
    const value =
      bits === 8
        ? 8 + ((held >> 4) & 15)
        : bits === 14
          ? 24 + ((held >> 4) & 1023)
          : bits === 5
            ? 4 + ((low >> 3) & 3)
            : SHORT_VALUES[low & 15]!
    if (bits > heldBits) throw malformedLzfse('the frequencies are cut short')
    frequencies[i] = value
    held >>= bits
    heldBits -= bits
  }
  if (at !== bytes.length || heldBits >= 8) throw malformedLzfse('the frequencies have another length')
  return frequencies
}

/** Bits read from the end of a block's payload towards its beginning. */
export interface BackwardBits {
  /** The next bits, of which there are at most 30. */
  take(count: number): number
}

/** `unused` of the last byte's upper bits are not read. */
export function backwardBits(bytes: Uint8Array, unused: number): BackwardBits {
  let at = bytes.length * 8 - unused
  return {
    take(count) {
      at -= count
      if (at < 0) throw malformedLzfse('a payload is too short')
      let value = 0
      const first = at >> 3
      // Up to five bytes hold the bits; arithmetic, since shifts end at 32.
      for (let i = Math.min(bytes.length - 1, (at + count - 1) >> 3); i >= first && count > 0; i--) {
        value = value * 256 + bytes[i]!
      }
      return Math.floor(value / 2 ** (at & 7)) % 2 ** count
    },
  }
}

/** Decodes one symbol; the state moves on. */
export function decodeSymbol(table: DecoderTable, state: { at: number }, bits: BackwardBits): number {
  const { at } = state
  const symbol = table.symbol[at]!
  state.at = table.delta[at]! + bits.take(table.bits[at]!)
  return symbol
}

/** Decodes a symbol and the value it stands for: the state's bits come before the value's. */
export function decodeValue(
  table: DecoderTable,
  { extra, base }: ValueTable,
  state: { at: number },
  bits: BackwardBits,
): number {
  const symbol = decodeSymbol(table, state, bits)
  return base[symbol]! + bits.take(extra[symbol]!)
}
