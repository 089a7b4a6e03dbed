/**
 * A legal progressive JPEG (ITU-T T.81, annex G) of black, written by hand: little in it but scans. Of each component
 * every band of coefficients comes first without its 13 lowest bits, then bit by bit, a scan each, and a scan of many
 * thousand empty blocks is a few bytes. Three components, 4:4:4.
 */
export function progressiveJpeg(size: {
  readonly width: number
  readonly height: number
  /** At most 883 with 21 bands. */
  readonly scans: number
  readonly bands?: number
}): Buffer {
  const { width, height, scans, bands = 21 } = size
  const blocks = Math.ceil(width / 8) * Math.ceil(height / 8)
  const components = [1, 2, 3]
  const sizeBytes = [height >> 8, height & 0xff, width >> 8, width & 0xff]
  const parts = [
    Buffer.from([0xff, 0xd8]),
    segment(0xdb, 0, ...Array<number>(64).fill(1)),
    segment(0xc2, 8, ...sizeBytes, 3, ...components.flatMap((id) => [id, 0x11, 0])),
    // DC: '0' is a difference of 0. AC: '0' is a run of 16,384 to 32,767 empty blocks, '10' is one.
    segment(0xc4, 0x00, 1, ...Array<number>(15).fill(0), 0x00),
    segment(0xc4, 0x10, 1, 1, ...Array<number>(14).fill(0), 0xe0, 0x00),
    segment(0xda, 3, ...components.flatMap((id) => [id, 0]), 0, 0, 0),
    packed(Array.from({ length: blocks * 3 }, () => [0, 1])),
  ]
  const empty = packed(emptyBlocks(blocks))
  let written = 1
  for (const id of components) {
    for (let band = 0; band < bands; band++) {
      const first = 1 + Math.floor((band * 63) / bands)
      const last = Math.floor(((band + 1) * 63) / bands)
      for (let low = 13; low >= 0 && written < scans; low--, written++) {
        const high = low === 13 ? 0 : low + 1
        parts.push(segment(0xda, 1, id, 0, first, last, (high << 4) | low), empty)
      }
    }
  }
  return Buffer.concat([...parts, Buffer.from([0xff, 0xd9])])
}

type Bits = readonly [value: number, length: number]

function emptyBlocks(blocks: number): readonly Bits[] {
  const bits: Bits[] = []
  let left = blocks
  for (; left >= 16_384; left -= Math.min(left, 32_767))
    bits.push([0, 1], [Math.min(left, 32_767) - 16_384, 14])
  for (; left > 0; left--) bits.push([2, 2])
  return bits
}

/** Bits as bytes, the last filled with ones; a byte FF is followed by 00. */
function packed(bits: readonly Bits[]): Buffer {
  const bytes: number[] = []
  let held = 0
  let count = 0
  const push = (bit: number) => {
    held = (held << 1) | bit
    if (++count < 8) return
    bytes.push(held, ...(held === 0xff ? [0] : []))
    held = 0
    count = 0
  }
  for (const [value, length] of bits) for (let i = length - 1; i >= 0; i--) push((value >> i) & 1)
  while (count > 0) push(1)
  return Buffer.from(bytes)
}

const segment = (marker: number, ...content: readonly number[]) =>
  Buffer.from([0xff, marker, (content.length + 2) >> 8, (content.length + 2) & 0xff, ...content])
