import { CdrWriter } from '@foxglove/cdr'
import Database from 'libsql'
import { bytesOf, type Recording } from './recording.js'

/** How a `.db3` is written. */
export interface WriteDb3Options {
  /** Packs each message, as librealsense does when it compresses: a Zstandard frame a message. */
  readonly pack?: (message: Uint8Array) => Uint8Array
}

const SCHEMA = `
  CREATE TABLE topics(id INTEGER PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL,
    serialization_format TEXT NOT NULL, offered_qos_profiles TEXT NOT NULL);
  CREATE TABLE messages(id INTEGER PRIMARY KEY, topic_id INTEGER NOT NULL, timestamp INTEGER NOT NULL,
    data BLOB NOT NULL);
  CREATE INDEX timestamp_idx ON messages (timestamp ASC);`

const START_NS = 0n

/** A recording as the recorder of librealsense 2.58.1 and later writes it (rosbag2, SQLite, CDR). */
export function writeDb3(
  path: string,
  recording: Recording,
  { pack = (m) => m }: WriteDb3Options = {},
): void {
  const database = new Database(path)
  database.exec(SCHEMA)
  database.exec('BEGIN')
  const addTopic = database.prepare("INSERT INTO topics VALUES (?, ?, ?, 'cdr', '')")
  const addMessage = database.prepare('INSERT INTO messages (topic_id, timestamp, data) VALUES (?, ?, ?)')
  const topics = new Map<string, number>()
  const write = (topic: string, type: string, timeNs: bigint, data: Uint8Array) => {
    const id = topics.get(topic) ?? topics.size + 1
    if (!topics.has(topic)) addTopic.run(id, topic, type)
    topics.set(topic, id)
    addMessage.run(id, timeNs, Buffer.from(pack(data)))
  }
  const say = (topic: string, timeNs: bigint, payload: string) =>
    write(topic, 'std_msgs/msg/String', timeNs, string(payload))
  describe(recording, (topic, payload) => say(topic, START_NS, payload))
  for (const moment of recording.frames) {
    const timeNs = BigInt(Math.round((moment.timestampMs - recording.frames[0]!.timestampMs + 1) * 1e6))
    for (const [name, sensor] of [
      ['Depth', 0],
      ['Color', 1],
    ] as const) {
      const isDepth = name === 'Depth'
      const { width, height } = isDepth ? recording.depth : recording.color
      const base = `/device_0/sensor_${sensor}/${name}_0`
      const pixels = isDepth ? bytesOf(moment.depth) : moment.color.data
      const picture = image(width, height, isDepth ? 'mono16' : 'rgb8', pixels)
      write(`${base}/image/data`, 'sensor_msgs/msg/Image', timeNs, picture)
      const values = [
        `Frame number=${moment.number}`,
        'timestamp_domain=Global Time',
        'system_time=1.5',
        `timestamp=${(moment.timestampMs - (isDepth ? 1 : 0)).toFixed(6)}`,
        ...(isDepth ? [`depth_units=${recording.depthUnit.toFixed(6)}`] : []),
      ]
      say(`${base}/image/metadata`, timeNs, `${values.join(';')};`)
      if (moment === recording.frames[0]) say(`${base}/tf/ref_0`, START_NS, place(recording, isDepth))
    }
  }
  database.exec('COMMIT')
  database.close()
}

function describe(recording: Recording, say: (topic: string, payload: string) => void): void {
  const { info, color, depth, framesPerSecond, depthUnit } = recording
  say(
    '/device_0/info',
    Object.entries(info)
      .map((pair) => pair.join('='))
      .join(';'),
  )
  say('/device_0/sensor_0/option/Depth_Units/value', depthUnit.toFixed(6))
  for (const [base, camera] of [
    ['/device_0/sensor_0/Depth_0', depth],
    ['/device_0/sensor_1/Color_0', color],
  ] as const) {
    const { width, height, focalX, focalY, principalX, principalY } = camera
    const k = `fx=${focalX};ppx=${principalX - 0.5};fy=${focalY};ppy=${principalY - 0.5}`
    say(`${base}/info`, `encoding=RGB8;fps=${framesPerSecond}`)
    say(`${base}/camera_info`, `width=${width};height=${height};${k};model=Brown Conrady;coeffs=0,0,0,0,0`)
  }
}

/** Column by column, six decimals. */
function place({ depthToColor: { rotation: r, translation } }: Recording, isDepth: boolean): string {
  const columns = isDepth ? [1, 0, 0, 0, 1, 0, 0, 0, 1] : [0, 3, 6, 1, 4, 7, 2, 5, 8].map((i) => r[i]!)
  const list = (values: readonly number[]) => values.map((value) => value.toFixed(6)).join(',')
  return `rotation=${list(columns)};translation=${list(isDepth ? [0, 0, 0] : translation)}`
}

function string(payload: string): Uint8Array {
  const writer = new CdrWriter({ size: Buffer.byteLength(payload) + 16 })
  writer.string(payload)
  return writer.data
}

function image(width: number, height: number, encoding: string, pixels: Uint8Array): Uint8Array {
  const writer = new CdrWriter({ size: pixels.length + 128 })
  writer.int32(0)
  writer.uint32(0)
  writer.string('Stream')
  writer.uint32(height)
  writer.uint32(width)
  writer.string(encoding)
  writer.uint8(0)
  writer.uint32(pixels.length / height)
  writer.uint8Array(pixels, true)
  return writer.data
}
