/**
 * A legal progressive JPEG of one grey plane whose scans are many and empty: each says only that no coefficient of any
 * block changes, in a few bytes, and costs a pass over all blocks (ISO/IEC 10918-1, annex G).
 */
export function progressiveBomb(width: number, height: number): Buffer {
  const blocks = Math.ceil(width / 8) * Math.ceil(height / 8)
  const parts = [marker(0xd8), quantisation(), frame(width, height), ...tables(), dcScan(blocks)]
  const empty = endOfBlocks(blocks)
  for (let low = DEEPEST; low >= 0; low--) {
    for (let band = 1; band <= 63; band++) {
      const high = low === DEEPEST ? 0 : low + 1
      parts.push(scan([band, band, (high << 4) | low]), empty)
    }
  }
  return Buffer.concat([...parts, marker(0xd9)])
}

/** Bits that are refined one by one. */
const DEEPEST = 13
const RUN_BITS = 14

const marker = (code: number) => Buffer.from([0xff, code])

function segment(code: number, bytes: readonly number[]): Buffer {
  const length = bytes.length + 2
  return Buffer.from([0xff, code, length >> 8, length & 0xff, ...bytes])
}

const quantisation = () => segment(0xdb, [0, ...Array<number>(64).fill(1)])
const frame = (width: number, height: number) =>
  segment(0xc2, [8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0])

/** One code of one bit each: for DC no difference, for AC a run of 2^14 blocks and as many as the next 14 bits say. */
const tables = () =>
  [
    [0x00, 0x00],
    [0x10, RUN_BITS << 4],
  ].map(([table, symbol]) => segment(0xc4, [table!, 1, ...Array<number>(15).fill(0), symbol!]))

const scan = (spectral: readonly number[]) => segment(0xda, [1, 1, 0x00, ...spectral])

const dcScan = (blocks: number) =>
  Buffer.concat([scan([0, 0, 0]), packed(Array.from({ length: blocks }, () => [0, 1] as const))])

function endOfBlocks(blocks: number): Buffer {
  const codes: (readonly [value: number, bits: number])[] = []
  for (let left = blocks; left > 0; ) {
    const run = Math.min(left, 2 ** (RUN_BITS + 1) - 1)
    codes.push([0, 1], [Math.max(0, run - 2 ** RUN_BITS), RUN_BITS])
    left -= run
  }
  return packed(codes)
}

/** Bits into bytes, filled with ones, 0xff followed by 0x00. */
function packed(codes: readonly (readonly [value: number, bits: number])[]): Buffer {
  const bytes: number[] = []
  let [held, bits] = [0, 0]
  const put = (byte: number) => bytes.push(...(byte === 0xff ? [0xff, 0x00] : [byte]))
  for (const [value, size] of codes) {
    for (let i = size - 1; i >= 0; i--) {
      held = (held << 1) | ((value >> i) & 1)
      if (++bits < 8) continue
      put(held)
      held = 0
      bits = 0
    }
  }
  if (bits > 0) put((held << (8 - bits)) | (2 ** (8 - bits) - 1))
  return Buffer.from(bytes)
}
