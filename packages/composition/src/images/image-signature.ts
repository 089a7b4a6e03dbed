/** A picture format the decoder reads. */
export type ReadableFormat = 'jpeg' | 'png' | 'webp'

/** What the first bytes of a file say it is. */
export type ImageSignature =
  | { readonly status: 'readable'; readonly format: ReadableFormat }
  | { readonly status: 'refused'; readonly what: string; readonly advice: string }

interface Refusal {
  readonly what: string
  readonly advice?: string
  readonly matches: (start: Latin1) => boolean
}

/** The first bytes as Latin-1 text, so that signatures can be written as text. */
type Latin1 = string

const SAVE_AS = 'Save it as JPEG, PNG or WebP.'

const startsWithAny = (start: Latin1, signatures: readonly string[]) =>
  signatures.some((signature) => start.startsWith(signature))

const brandOf = (start: Latin1): string => (start.slice(4, 8) === 'ftyp' ? start.slice(8, 12) : '')

// Formats people do send, so that the answer names what they sent. None of them reaches a decoder.
const REFUSALS: readonly Refusal[] = [
  {
    what: 'a HEIC picture (the iPhone\'s "High Efficiency" format)',
    advice: 'Save it as JPEG, or set the camera to "Most Compatible".',
    matches: (start) => /^(heic|heix|heim|heis|hevc|hevx|mif1|msf1)$/.test(brandOf(start)),
  },
  { what: 'an AVIF picture', matches: (start) => /^avi[fs]$/.test(brandOf(start)) },
  {
    what: 'a video',
    advice: 'Give single pictures as JPEG, PNG or WebP.',
    matches: (start) => brandOf(start) !== '' || start.startsWith('\x1aE\xdf\xa3'),
  },
  { what: 'a GIF picture', matches: (start) => /^GIF8[79]a/.test(start) },
  {
    what: 'a TIFF or camera raw picture',
    matches: (start) => /^(II[*+]\0|MM\0[*+])/.test(start),
  },
  { what: 'a BMP picture', matches: (start) => start.startsWith('BM') },
  { what: 'a JPEG XL picture', matches: (start) => startsWithAny(start, ['\xff\x0a', '\0\0\0\x0cJXL ']) },
  {
    what: 'a JPEG 2000 picture',
    matches: (start) => startsWithAny(start, ['\0\0\0\x0cjP  ', '\xff\x4f\xff\x51']),
  },
  { what: 'a PDF document', matches: (start) => start.startsWith('%PDF') },
  {
    what: 'an SVG drawing or another XML or HTML document',
    matches: (start) => /^(\xef\xbb\xbf)?\s*<[?!a-z]/i.test(start),
  },
]

const BYTES_LOOKED_AT = 64

/**
 * Recognises a picture by its first bytes. Only JPEG, PNG and WebP are readable: everything else is refused
 * here, before a decoding library sees it, which keeps vector, document and archive loaders out of reach.
 */
export function imageSignature(bytes: Uint8Array): ImageSignature {
  const start = String.fromCharCode(...bytes.subarray(0, BYTES_LOOKED_AT))
  if (start.startsWith('\xff\xd8\xff')) return { status: 'readable', format: 'jpeg' }
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return { status: 'readable', format: 'png' }
  if (/^RIFF[\s\S]{4}WEBP/.test(start)) return { status: 'readable', format: 'webp' }
  const refusal = REFUSALS.find(({ matches }) => matches(start))
  if (refusal) return { status: 'refused', what: refusal.what, advice: refusal.advice ?? SAVE_AS }
  return {
    status: 'refused',
    what: 'no picture in a format known here',
    advice: 'Give a JPEG, PNG or WebP file.',
  }
}
