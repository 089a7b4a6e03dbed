// Writes the depth packets of capture-mobile's tests, and beside each what a reader must find in it.
// Needs: nothing
//
// Written from docs/plugins/depth-packet.md with Node's zlib alone, and none of the package's code, as a phone would.
import { mkdirSync, writeFileSync } from 'node:fs'
import { crc32, deflateRawSync } from 'node:zlib'

const folder = new URL('../../../../packages/capture-mobile/test/__goldens__/', import.meta.url)
mkdirSync(folder, { recursive: true })

const padded = (bytes) => Buffer.concat([bytes, Buffer.alloc((8 - (bytes.length % 8)) % 8)])
const raw = (bytes) => ({ bytes, plane: { byteLength: bytes.length, encoding: 'raw', crc32: crc32(bytes) } })
const deflated = (bytes) => {
  const packed = deflateRawSync(bytes)
  return {
    bytes: packed,
    plane: { byteLength: packed.length, encoding: 'deflate-raw', crc32: crc32(packed) },
  }
}
const u16 = (values) => Buffer.from(Uint16Array.from(values).buffer)

function packet(header, planes, token) {
  const text = Buffer.from(JSON.stringify(header))
  const prefix = Buffer.alloc(16)
  prefix.write('FWDP', 0, 'latin1')
  prefix.writeUInt16LE(1, 4)
  prefix.writeUInt16LE(token ? 1 : 0, 6)
  prefix.writeUInt32LE(text.length, 8)
  prefix.writeUInt32LE(crc32(text), 12)
  let bytes = Buffer.concat([prefix, text])
  for (const plane of planes) bytes = Buffer.concat([padded(bytes), plane])
  if (!token) return bytes
  const trailer = Buffer.alloc(8)
  trailer.writeUInt32LE(token.length, 0)
  trailer.writeUInt32LE(crc32(token), 4)
  return Buffer.concat([padded(bytes), trailer, token])
}

function write(name, bytes, expected) {
  writeFileSync(new URL(`${name}.fwdp`, folder), bytes)
  writeFileSync(new URL(`${name}.golden.json`, folder), `${JSON.stringify(expected, null, 2)}\n`)
}

// 1. The least there is: four counts of millimetres, uncompressed.
{
  const depth = raw(u16([0, 500, 65535, 1250]))
  const header = {
    seq: 7,
    timestampNs: '1700000000123456789',
    clock: 'unix',
    depth: {
      width: 2,
      height: 2,
      type: 'u16',
      unit: 0.001,
      invalid: [65535],
      alignedTo: 'color',
      kind: 'sensed',
      method: 'time-of-flight',
      accuracy: 'absolute',
      plane: depth.plane,
    },
    intrinsics: { depth: { fx: 2, fy: 2, cx: 1, cy: 1, width: 2, height: 2 } },
  }
  write('least', packet(header, [depth.bytes]), {
    sequence: 7,
    timestampMs: 1700000000123.456,
    recorded: false,
    depth: {
      width: 2,
      height: 2,
      data: [0, 0.5, 0, 1.25],
      intrinsics: { width: 2, height: 2, focalX: 2, focalY: 2, principalX: 1, principalY: 1 },
      registeredToColor: true,
      provenance: { kind: 'sensed', method: 'time-of-flight', trust: 'declared', accuracy: 'absolute' },
    },
  })
}

// 2. A phone held upright with a front camera that lies on its side: disparity in half floats, ARKit's confidence,
// colour of another size with a camera of its own; rows to be turned and mirrored.
{
  // Half floats of 1, 2, 0.5, 4, NaN, 2.5: 1/m, so 1, 0.5, 2, 0.25 metres, none, 0.4.
  const depth = deflated(u16([0x3c00, 0x4000, 0x3800, 0x4400, 0x7e00, 0x4100]))
  const confidence = raw(Buffer.from([0, 1, 2, 2, 1, 0]))
  // Three pixels in a row: red, green, blue.
  const color = deflated(Buffer.from([255, 0, 0, 0, 255, 0, 0, 0, 255]))
  const header = {
    seq: 0,
    timestampNs: '0',
    clock: 'device',
    nonce: 'bm9uY2U',
    color: { width: 3, height: 1, format: 'rgb8', rotation: 90, mirrored: true, plane: color.plane },
    depth: {
      width: 3,
      height: 2,
      type: 'f16',
      quantity: 'disparity',
      unit: 1,
      alignedTo: 'native',
      kind: 'sensed',
      method: 'structured-light',
      accuracy: 'relative',
      rotation: 90,
      mirrored: true,
      plane: depth.plane,
    },
    confidence: { kind: '0-2', plane: confidence.plane },
    intrinsics: {
      color: { fx: 4, fy: 5, cx: 1, cy: 0.25, width: 3, height: 1 },
      depth: { fx: 6, fy: 7, cx: 1, cy: 1.5, width: 3, height: 2 },
    },
    depthToColor: { rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], translation: [0.01, 0.02, 0.03] },
    device: { vendor: 'Apple', model: 'iPhone 13 Pro' },
    ext: { app: 'example' },
  }
  // Turned clockwise, [[a, b, c], [d, e, f]] is [[d, a], [e, b], [f, c]]; mirrored, [[a, d], [b, e], [c, f]].
  write('turned', packet(header, [color.bytes, depth.bytes, confidence.bytes]), {
    sequence: 0,
    timestampMs: 0,
    recorded: false,
    image: { width: 1, height: 3, format: 'rgb8', data: [255, 0, 0, 0, 255, 0, 0, 0, 255] },
    // Columns become rows: x follows y, y follows x.
    colorIntrinsics: { width: 1, height: 3, focalX: 5, focalY: 4, principalX: 0.25, principalY: 1 },
    depth: {
      width: 2,
      height: 3,
      data: [1, 0.25, 0.5, 0, 2, 0.4],
      intrinsics: { width: 2, height: 3, focalX: 7, focalY: 6, principalX: 1.5, principalY: 1 },
      registeredToColor: false,
      depthToColor: { rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], translation: [0.02, 0.01, 0.03] },
      confidence: [0, 255, 128, 128, 255, 0],
      provenance: {
        kind: 'sensed',
        method: 'structured-light',
        trust: 'declared',
        accuracy: 'relative',
        device: { vendor: 'Apple', model: 'iPhone 13 Pro' },
      },
    },
  })
}

// 3. Android's DEPTH16 as it comes, attested, distances along the ray, from a recording.
{
  const at = (confidence, millimetres) => confidence * 8192 + millimetres
  const depth = deflated(u16([at(0, 1000), at(1, 1000), at(7, 1000), at(2, 8000)]))
  const header = {
    seq: 1,
    timestampNs: '5000000',
    clock: 'monotonic',
    recorded: true,
    depth: {
      width: 4,
      height: 1,
      type: 'depth16',
      quantity: 'ray',
      unit: 0.001,
      max: 2,
      alignedTo: 'native',
      timestampNs: '4000000',
      kind: 'sensed',
      accuracy: 'absolute',
      plane: depth.plane,
    },
    intrinsics: { depth: { fx: 1, fy: 1, cx: 0.5, cy: 0.5, width: 4, height: 1 } },
  }
  write('depth16', packet(header, [depth.bytes], Buffer.from('token')), {
    sequence: 1,
    timestampMs: 5,
    recorded: true,
    depth: {
      width: 4,
      height: 1,
      // The rays of x = 0, 1, 2, 3 are sqrt(1 + x * x) long; 8 m along the last is 2.5 m of distance, beyond max.
      data: [1, 1 / Math.sqrt(2), 1 / Math.sqrt(5), 0],
      intrinsics: { width: 4, height: 1, focalX: 1, focalY: 1, principalX: 0.5, principalY: 0.5 },
      registeredToColor: false,
      confidence: [255, 0, 219, 36],
      timestampMs: 4,
      provenance: {
        kind: 'sensed',
        method: 'unknown',
        trust: 'declared',
        recorded: true,
        accuracy: 'absolute',
      },
    },
  })
}
