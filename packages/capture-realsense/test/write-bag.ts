import lz4 from 'lz4js'
import { bytesOf, type Recording } from './recording.js'

/** How a `.bag` is written. */
export interface WriteBagOptions {
  readonly compression?: 'none' | 'lz4'
  /** `2.50`: the recorder adds the depth unit to each picture, as librealsense has done since then. */
  readonly recorder?: '2.49' | '2.50'
  /** A recording that was cut off has no index. */
  readonly withIndex?: boolean
}

interface Message {
  readonly topic: string
  readonly type: string
  readonly timeMs: number
  readonly data: Buffer
}

const STAMP = 1e-6 // one nanosecond: where librealsense puts what holds for the whole file

/** A recording as librealsense's recorder writes it (ROS bag 2.0), one chunk for the descriptions and one a frame. */
export function writeBag(recording: Recording, options: WriteBagOptions = {}): Buffer {
  const { compression = 'lz4', recorder = '2.50', withIndex = true } = options
  const connections = new Map<string, { id: number; type: string }>()
  const groups = [descriptions(recording), ...frames(recording, recorder)]
  const parts: Buffer[] = []
  const infos: Buffer[] = []
  let position = 13 + 4096
  for (const messages of groups) {
    const { chunk, info } = writeChunk(messages, connections, compression, position)
    parts.push(chunk)
    infos.push(info)
    position += chunk.length
  }
  const index = [
    ...[...connections].map(([topic, { id, type }]) => connectionRecord(id, topic, type)),
    ...infos,
  ]
  const header = bagHeader(withIndex ? position : 0, connections.size, groups.length)
  return Buffer.concat([Buffer.from('#ROSBAG V2.0\n'), header, ...parts, ...(withIndex ? index : [])])
}

function descriptions({ info, depthUnit, framesPerSecond, color, depth }: Recording): Message[] {
  const at = (topic: string, type: string, data: Buffer): Message => ({ topic, type, timeMs: STAMP, data })
  const stream = (name: string, sensor: number, encoding: string, camera: typeof color): Message[] => {
    const base = `/device_0/sensor_${sensor}/${name}_0`
    const rate = Buffer.concat([uint32(framesPerSecond), text(encoding), Buffer.of(1)])
    const { width, height, focalX, focalY, principalX, principalY } = camera
    const k = [focalX, 0, principalX - 0.5, 0, focalY, principalY - 0.5, 0, 0, 1]
    const body = [
      Buffer.alloc(12),
      text(''),
      uint32(height),
      uint32(width),
      text('Brown Conrady'),
      uint32(5),
      float64s([0, 0, 0, 0, 0, ...k, ...new Array<number>(21).fill(0)]),
      Buffer.alloc(25),
    ]
    return [
      at(`${base}/info`, 'realsense_msgs/StreamInfo', rate),
      at(`${base}/info/camera_info`, 'sensor_msgs/CameraInfo', Buffer.concat(body)),
    ]
  }
  return [
    at('/file_version', 'std_msgs/UInt32', uint32(4)),
    ...Object.entries(info).map(([key, value]) =>
      at('/device_0/info', 'diagnostic_msgs/KeyValue', Buffer.concat([text(key), text(value)])),
    ),
    ...stream('Depth', 0, 'mono16', depth),
    ...stream('Color', 1, 'rgb8', color),
    at('/device_0/sensor_0/option/Depth_Units/value', 'std_msgs/Float32', float32(depthUnit)),
  ]
}

function frames({ frames, depth, depthUnit, depthToColor }: Recording, recorder: string): Message[][] {
  return frames.map(({ number, timestampMs, color, depth: counts }, index) => {
    const timeMs = timestampMs - frames[0]!.timestampMs + 1
    const image = (
      stream: string,
      ms: number,
      encoding: string,
      pixels: Uint8Array,
      unit: number,
    ): Message => {
      const { width, height } = encoding === 'mono16' ? depth : color
      const body = [
        uint32(number),
        time(ms),
        text('1'),
        uint32(height),
        uint32(width),
        text(encoding),
        Buffer.of(0),
        uint32(pixels.length / height),
        uint32(pixels.length),
        pixels,
        ...(recorder === '2.50' ? [float32(unit)] : []),
      ]
      return { topic: `${stream}/image/data`, type: 'sensor_msgs/Image', timeMs, data: Buffer.concat(body) }
    }
    const after = (
      stream: string,
      rotation: readonly number[],
      translation: readonly number[],
    ): Message[] => [
      {
        topic: `${stream}/image/metadata`,
        type: 'diagnostic_msgs/KeyValue',
        timeMs,
        data: Buffer.concat([text('timestamp_domain'), text('Global Time')]),
      },
      ...(index > 0
        ? []
        : [
            {
              topic: `${stream}/tf/0`,
              type: 'geometry_msgs/Transform',
              timeMs: STAMP,
              data: float64s([...translation, ...rotation]),
            },
          ]),
    ]
    const depthStream = '/device_0/sensor_0/Depth_0'
    const colorStream = '/device_0/sensor_1/Color_0'
    return [
      image(depthStream, timestampMs - 1, 'mono16', bytesOf(counts), depthUnit),
      ...after(depthStream, [0, 0, 0, 1], [0, 0, 0]),
      image(colorStream, timestampMs, 'rgb8', color.data, 0),
      ...after(colorStream, quaternion(depthToColor.rotation), depthToColor.translation),
    ]
  })
}

/** Of a small turn: w is far from 0. */
function quaternion(r: readonly number[]): readonly number[] {
  const w = Math.sqrt(1 + r[0]! + r[4]! + r[8]!) / 2
  return [(r[7]! - r[5]!) / (4 * w), (r[2]! - r[6]!) / (4 * w), (r[3]! - r[1]!) / (4 * w), w]
}

function writeChunk(
  messages: readonly Message[],
  connections: Map<string, { id: number; type: string }>,
  compression: 'none' | 'lz4',
  position: number,
): { chunk: Buffer; info: Buffer } {
  const records: Buffer[] = []
  const entries = new Map<number, { timeMs: number; offset: number }[]>()
  let offset = 0
  const push = (bytes: Buffer) => {
    records.push(bytes)
    offset += bytes.length
  }
  for (const { topic, type, timeMs, data } of messages) {
    const connection = connections.get(topic) ?? { id: connections.size, type }
    if (!connections.has(topic)) {
      connections.set(topic, connection)
      push(connectionRecord(connection.id, topic, type))
    }
    entries.set(connection.id, [...(entries.get(connection.id) ?? []), { timeMs, offset }])
    push(bagRecord({ op: Buffer.of(2), conn: uint32(connection.id), time: time(timeMs) }, data))
  }
  const plain = Buffer.concat(records)
  const packed = compression === 'lz4' ? Buffer.from(lz4.compress(plain)) : plain
  const times = messages.map(({ timeMs }) => timeMs)
  const chunk = bagRecord(
    { op: Buffer.of(5), compression: Buffer.from(compression), size: uint32(plain.length) },
    packed,
  )
  const indexes = [...entries].map(([id, list]) =>
    bagRecord(
      { op: Buffer.of(4), ver: uint32(1), conn: uint32(id), count: uint32(list.length) },
      Buffer.concat(list.flatMap((entry) => [time(entry.timeMs), uint32(entry.offset)])),
    ),
  )
  const info = bagRecord(
    {
      op: Buffer.of(6),
      ver: uint32(1),
      chunk_pos: uint64(position),
      start_time: time(Math.min(...times)),
      end_time: time(Math.max(...times)),
      count: uint32(entries.size),
    },
    Buffer.concat([...entries].flatMap(([id, list]) => [uint32(id), uint32(list.length)])),
  )
  return { chunk: Buffer.concat([chunk, ...indexes]), info }
}

function bagHeader(indexPosition: number, connections: number, chunks: number): Buffer {
  const fields = {
    op: Buffer.of(3),
    index_pos: uint64(indexPosition),
    conn_count: uint32(connections),
    chunk_count: uint32(chunks),
  }
  const bare = bagRecord(fields, Buffer.alloc(0))
  return bagRecord(fields, Buffer.alloc(4096 - bare.length, ' '))
}

function connectionRecord(id: number, topic: string, type: string): Buffer {
  const description = { topic: Buffer.from(topic), type: Buffer.from(type), md5sum: Buffer.from('*') }
  const data = fieldList({ ...description, message_definition: Buffer.from('') })
  return bagRecord({ op: Buffer.of(7), conn: uint32(id), topic: Buffer.from(topic) }, data)
}

/** A record of a bag; tests of damage make their own with it. */
export function bagRecord(fields: Readonly<Record<string, Buffer>>, data: Uint8Array): Buffer {
  const header = fieldList(fields)
  return Buffer.concat([uint32(header.length), header, uint32(data.length), data])
}

function fieldList(fields: Readonly<Record<string, Buffer>>): Buffer {
  return Buffer.concat(
    Object.entries(fields).flatMap(([name, value]) => [
      uint32(name.length + 1 + value.length),
      Buffer.from(`${name}=`),
      value,
    ]),
  )
}

export function uint32(value: number): Buffer {
  const buffer = Buffer.alloc(4)
  buffer.writeUInt32LE(value)
  return buffer
}

function uint64(value: number): Buffer {
  const buffer = Buffer.alloc(8)
  buffer.writeBigUInt64LE(BigInt(value))
  return buffer
}

function float32(value: number): Buffer {
  const buffer = Buffer.alloc(4)
  buffer.writeFloatLE(value)
  return buffer
}

function float64s(values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(8 * values.length)
  for (const [index, value] of values.entries()) buffer.writeDoubleLE(value, 8 * index)
  return buffer
}

function text(value: string): Buffer {
  return Buffer.concat([uint32(Buffer.byteLength(value)), Buffer.from(value)])
}

function time(milliseconds: number): Buffer {
  const seconds = Math.floor(milliseconds / 1000)
  return Buffer.concat([uint32(seconds), uint32(Math.round((milliseconds - seconds * 1000) * 1e6) % 1e9)])
}
