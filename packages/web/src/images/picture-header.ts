import type { PictureHeader, ReadableFormat } from '@faceward/composition'

/** A picture's header, and whether the file goes on to its end. */
export interface ReadHeader extends PictureHeader {
  readonly isWhole: boolean
}

/** Reads the header of a JPEG, PNG or WebP file; undefined when there is none. */
export function readPictureHeader(bytes: Uint8Array, format: ReadableFormat): ReadHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    return { jpeg: readJpeg, png: readPng, webp: readWebp }[format](view)
  } catch (failure) {
    // Reading behind the end of the file.
    if (failure instanceof RangeError) return undefined
    throw failure
  }
}

/** ITU-T T.81, annex B: segments up to the frame header; the file ends with the marker FF D9. */
function readJpeg(view: DataView): ReadHeader | undefined {
  for (let at = 2; ; at += 2 + view.getUint16(at + 2)) {
    while (view.getUint8(at) === 0xff && view.getUint8(at + 1) === 0xff) at++
    if (view.getUint8(at) !== 0xff) return undefined
    const marker = view.getUint8(at + 1)
    const isFrameHeader = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (!isFrameHeader) continue
    const components = view.getUint8(at + 9)
    return {
      height: view.getUint16(at + 5),
      width: view.getUint16(at + 7),
      isAnimated: false,
      isWhole: endsWithMarker(view, 0xffd9),
      ...(components === 4 ? { foreignColorSpace: 'CMYK' } : {}),
    }
  }
}

/** How far from its end a JPEG may have the end marker: some cameras append a preview or padding. */
const JPEG_TAIL = 65_536

function endsWithMarker(view: DataView, marker: number): boolean {
  const last = view.byteLength - 2
  for (let at = last; at >= Math.max(0, last - JPEG_TAIL); at--)
    if (view.getUint16(at) === marker) return true
  return false
}

/** PNG specification, third edition, 11.2.1: the first chunk is IHDR; 11.2.4: the last is IEND. */
function readPng(view: DataView): ReadHeader | undefined {
  if (textAt(view, 12) !== 'IHDR') return undefined
  const size = { width: view.getUint32(16), height: view.getUint32(20) }
  let at = 8
  while (at + 12 <= view.byteLength && textAt(view, at + 4) !== 'IEND') at += view.getUint32(at) + 12
  return { ...size, isAnimated: false, isWhole: at + 12 <= view.byteLength }
}

/** RFC 9649: a RIFF file whose first chunk is VP8, VP8L or VP8X. */
function readWebp(view: DataView): ReadHeader | undefined {
  const isWhole = view.getUint32(4, true) + 8 <= view.byteLength
  switch (textAt(view, 12)) {
    case 'VP8 ': {
      const size = view.getUint32(26, true)
      return { width: size & 0x3fff, height: (size >> 16) & 0x3fff, isAnimated: false, isWhole }
    }
    case 'VP8L': {
      const size = view.getUint32(21, true)
      return { width: (size & 0x3fff) + 1, height: ((size >> 14) & 0x3fff) + 1, isAnimated: false, isWhole }
    }
    case 'VP8X': {
      const isAnimated = (view.getUint8(20) & 0b10) !== 0
      return { width: uint24(view, 24) + 1, height: uint24(view, 27) + 1, isAnimated, isWhole }
    }
    default:
      return undefined
  }
}

const textAt = (view: DataView, at: number) =>
  String.fromCharCode(...[0, 1, 2, 3].map((offset) => view.getUint8(at + offset)))

const uint24 = (view: DataView, at: number) => view.getUint16(at, true) | (view.getUint8(at + 2) << 16)
