import {
  backwardBits,
  decoderTable,
  decodeSymbol,
  decodeValue,
  readFrequencies,
} from './finite-state-tables.js'
import { malformedLzfse } from './lzfse-error.js'
import { append, type LzfseOutput, repeat } from './lzfse-output.js'
import { DISTANCES, LITERAL_LENGTHS, MATCH_LENGTHS, STREAMS } from './lzfse-tables.data.js'

/** Fixed part of a `bvx2` block: magic, raw size, three words of packed fields. */
const FIXED_BYTES = 32
const MOST_LITERALS = 40_000
const MOST_MATCHES = 10_000

interface BlockHeader {
  readonly rawBytes: number
  readonly literals: number
  readonly literalBytes: number
  readonly literalUnused: number
  readonly literalStates: readonly number[]
  readonly matches: number
  readonly matchBytes: number
  readonly matchUnused: number
  readonly headerBytes: number
  readonly states: readonly [number, number, number]
}

/** Decodes a `bvx2` block at the start of `bytes`. Returns how many bytes it takes. */
export function decodeLzfseBlock(bytes: Uint8Array, output: LzfseOutput): number {
  const header = readHeader(bytes)
  const literalEnd = header.headerBytes + header.literalBytes
  const end = literalEnd + header.matchBytes
  if (end > bytes.length) throw malformedLzfse('a block is cut short')
  const tables = readTables(bytes.subarray(FIXED_BYTES, header.headerBytes))
  const literals = decodeLiterals(header, tables.literal, bytes.subarray(header.headerBytes, literalEnd))
  const before = output.length
  execute(header, tables, literals, bytes.subarray(literalEnd, end), output)
  if (output.length - before !== header.rawBytes)
    throw malformedLzfse('a block has another size than it says')
  return end
}

function readHeader(bytes: Uint8Array): BlockHeader {
  if (bytes.length < FIXED_BYTES) throw malformedLzfse('a header is cut short')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const words = [8, 16, 24].map((at) => view.getBigUint64(at, true))
  const field = (word: number, offset: number, bits: number) =>
    Number((words[word]! >> BigInt(offset)) & ((1n << BigInt(bits)) - 1n))
  const header: BlockHeader = {
    rawBytes: view.getUint32(4, true),
    literals: field(0, 0, 20),
    literalBytes: field(0, 20, 20),
    matches: field(0, 40, 20),
    literalUnused: 7 - field(0, 60, 3),
    literalStates: [0, 10, 20, 30].map((offset) => field(1, offset, 10)),
    matchBytes: field(1, 40, 20),
    matchUnused: 7 - field(1, 60, 3),
    headerBytes: field(2, 0, 32),
    states: [field(2, 32, 10), field(2, 42, 10), field(2, 52, 10)],
  }
  const { literals, matches, headerBytes, states } = header
  const [literalLength, matchLength, distance] = states
  const isWithin =
    literals <= MOST_LITERALS &&
    literals % 4 === 0 &&
    matches <= MOST_MATCHES &&
    headerBytes >= FIXED_BYTES &&
    headerBytes <= bytes.length &&
    literalLength < STREAMS.literalLength.states &&
    matchLength < STREAMS.matchLength.states &&
    distance < STREAMS.distance.states
  if (!isWithin) throw malformedLzfse('a header is out of range')
  return header
}

function readTables(bytes: Uint8Array) {
  const { literalLength, matchLength, distance, literal } = STREAMS
  const order = [literalLength, matchLength, distance, literal]
  const all = readFrequencies(
    bytes,
    order.reduce((sum, { symbols }) => sum + symbols, 0),
  )
  let at = 0
  const [lengths, matches, distances, literals] = order.map(({ symbols, states }) => {
    const table = decoderTable(all.subarray(at, at + symbols), states)
    at += symbols
    return table
  })
  return { literalLength: lengths!, matchLength: matches!, distance: distances!, literal: literals! }
}

type Tables = ReturnType<typeof readTables>

/** Four decoders take turns. */
function decodeLiterals(
  { literals, literalUnused, literalStates }: BlockHeader,
  table: Tables['literal'],
  payload: Uint8Array,
): Uint8Array {
  const bits = backwardBits(payload, literalUnused)
  const states = literalStates.map((at) => ({ at }))
  const result = new Uint8Array(literals)
  for (let i = 0; i < literals; i++) result[i] = decodeSymbol(table, states[i & 3]!, bits)
  return result
}

/** Literals and matches in turn; a distance of 0 is the one before. */
function execute(
  { matches, matchUnused, states: [l, m, d] }: BlockHeader,
  tables: Tables,
  literals: Uint8Array,
  payload: Uint8Array,
  output: LzfseOutput,
): void {
  const bits = backwardBits(payload, matchUnused)
  const states = { l: { at: l }, m: { at: m }, d: { at: d } }
  let used = 0
  let distance = 0
  for (let i = 0; i < matches; i++) {
    const length = decodeValue(tables.literalLength, LITERAL_LENGTHS, states.l, bits)
    const matched = decodeValue(tables.matchLength, MATCH_LENGTHS, states.m, bits)
    distance = decodeValue(tables.distance, DISTANCES, states.d, bits) || distance
    if (used + length > literals.length) throw malformedLzfse('a block has too few literals')
    append(output, literals.subarray(used, used + length))
    used += length
    repeat(output, matched, distance)
  }
}
