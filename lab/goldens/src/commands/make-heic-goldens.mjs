// Writes portrait.heic and landscape.heic of capture-mobile's tests: pictures with a depth map beside them.
// Needs: ffmpeg with libx265
//
// Laid out as an iPhone's portrait (HEVC in HEIF, auxiliary item of type urn:mpeg:hevc:2015:auxid:2, its range in an SEI
// message, XMP on the auxiliary item).
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const WIDTH = 64
const HEIGHT = 48
const folder = mkdtempSync(join(tmpdir(), 'heic-'))

/** One HEVC picture: its decoder configuration and its coded bytes, from the mp4 that ffmpeg writes. */
function hevc(name, pixels, format, coding) {
  const raw = join(folder, `${name}.raw`)
  const mp4 = join(folder, `${name}.mp4`)
  writeFileSync(raw, pixels)
  const input = ['-f', 'rawvideo', '-pix_fmt', format, '-s', `${WIDTH}x${HEIGHT}`, '-i', raw]
  const coded = [
    '-frames:v',
    '1',
    '-c:v',
    'libx265',
    '-pix_fmt',
    coding,
    '-color_range',
    'pc',
    '-tag:v',
    'hvc1',
  ]
  const quality = ['-x265-params', 'lossless=1:log-level=error:range=full:info=0']
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...input, ...coded, ...quality, mp4])
  const file = readFileSync(mp4)
  const box = (type) => {
    const at = file.indexOf(type, 0, 'latin1') - 4
    return file.subarray(at + 8, at + file.readUInt32BE(at))
  }
  return { configuration: Buffer.from(box('hvcC')), data: Buffer.from(box('mdat')) }
}

const u16 = (...values) => Buffer.from(values.flatMap((value) => [value >> 8, value & 255]))
const u32 = (...values) => Buffer.concat(values.map((value) => u16(value >>> 16, value & 65535)))
const box = (type, ...parts) => {
  const content = Buffer.concat(parts)
  return Buffer.concat([u32(content.length + 8), Buffer.from(type, 'latin1'), content])
}
const full = (type, version, flags, ...parts) => box(type, u32((version << 24) | flags), ...parts)

/** Depth representation: uniform disparity from 1.5 to 4 (1/m), as an SEI message in a NAL unit. */
function depthRange() {
  const number = (exponent, mantissa) => `0${exponent.toString(2).padStart(7, '0')}00000${mantissa}`
  // No z range, a disparity range; type 1 (010) and reference view 0 (1) in Exp-Golomb.
  const bits = `0011${'010'}${'1'}${number(31, 1)}${number(33, 0)}`
  const payload = bits
    .padEnd(Math.ceil(bits.length / 8) * 8, '0')
    .match(/.{8}/g)
    .map((byte) => parseInt(byte, 2))
  const unit = Buffer.from([39 << 1, 1, 177, payload.length, ...payload])
  return Buffer.concat([u32(unit.length + 4, unit.length), unit])
}

const xmp = Buffer.from(
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:depthData="http://ns.apple.com/depthData/1.0/"><depthData:Accuracy>relative</depthData:Accuracy><depthData:Filtered>True</depthData:Filtered><depthData:IntrinsicMatrixReferenceWidth>128</depthData:IntrinsicMatrixReferenceWidth><depthData:IntrinsicMatrixReferenceHeight>96</depthData:IntrinsicMatrixReferenceHeight><depthData:IntrinsicMatrix><rdf:Seq><rdf:li>100</rdf:li><rdf:li>0</rdf:li><rdf:li>0</rdf:li><rdf:li>0</rdf:li><rdf:li>102</rdf:li><rdf:li>0</rdf:li><rdf:li>60</rdf:li><rdf:li>50</rdf:li><rdf:li>1</rdf:li></rdf:Seq></depthData:IntrinsicMatrix></rdf:Description></rdf:RDF></x:xmpmeta>`,
)

const pixels = (value) =>
  Buffer.from(
    Array.from({ length: WIDTH * HEIGHT }, (_, i) => value(i % WIDTH, Math.floor(i / WIDTH))).flat(),
  )
const color = hevc(
  'color',
  pixels((x) => (x < WIDTH / 2 ? [200, 60, 60] : [60, 60, 200])),
  'rgb24',
  'yuv444p',
)
// Counts rise to the right: nearer there.
const depth = hevc(
  'depth',
  pixels((x) => 4 * x),
  'gray',
  'gray',
)

function heic(turn) {
  const items = [color.data, depth.data, xmp]
  const layout = (start) => {
    const offsets = items.map((_, i) => start + items.slice(0, i).reduce((sum, item) => sum + item.length, 0))
    const infe = (id, type, ...rest) => full('infe', 2, 0, u16(id, 0), Buffer.from(`${type}\0`), ...rest)
    const turned = turn === 0 ? [] : [0x80 | 6]
    return full(
      'meta',
      0,
      0,
      full('hdlr', 0, 0, u32(0), Buffer.from('pict'), Buffer.alloc(13)),
      full('pitm', 0, 0, u16(1)),
      full(
        'iinf',
        0,
        0,
        u16(3),
        infe(1, 'hvc1'),
        infe(2, 'hvc1'),
        infe(3, 'mime', Buffer.from('application/rdf+xml\0')),
      ),
      full('iref', 0, 0, box('auxl', u16(2, 1, 1)), box('cdsc', u16(3, 1, 2))),
      box(
        'iprp',
        box(
          'ipco',
          box('hvcC', color.configuration),
          full('ispe', 0, 0, u32(WIDTH, HEIGHT)),
          box('hvcC', depth.configuration),
          full('ispe', 0, 0, u32(WIDTH, HEIGHT)),
          full('auxC', 0, 0, Buffer.from('urn:mpeg:hevc:2015:auxid:2\0'), depthRange()),
          // Counter-clockwise, in quarters.
          box('irot', Buffer.from([turn])),
        ),
        full(
          'ipma',
          0,
          0,
          u32(2),
          u16(1),
          Buffer.from([2 + turned.length, 0x81, 2, ...turned]),
          u16(2),
          Buffer.from([3 + turned.length, 0x83, 4, 5, ...turned]),
        ),
      ),
      full(
        'iloc',
        0,
        0,
        Buffer.from([0x44, 0x00]),
        u16(3),
        ...items.map((item, i) => Buffer.concat([u16(i + 1, 0, 1), u32(offsets[i], item.length)])),
      ),
    )
  }
  const head = box('ftyp', Buffer.from('heic'), u32(0), Buffer.from('mif1heic'))
  const start = head.length + layout(0).length + 8
  return Buffer.concat([head, layout(start), box('mdat', ...items)])
}

const goldens = new URL('../../../../packages/capture-mobile/test/__goldens__/', import.meta.url)
const write = (name, bytes) => writeFileSync(new URL(name, goldens), bytes)
write('landscape.heic', heic(0))
// An iPhone held upright stores lying rows, to be turned clockwise by 90 degrees: 3 quarters counter-clockwise.
write('portrait.heic', heic(3))
rmSync(folder, { recursive: true })
