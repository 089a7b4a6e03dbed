import type { FileHandle } from 'node:fs/promises'
import type { Extrinsics } from '@faceward/spec'
import { type RealsenseCamera, toDistortion } from '../../frames/calibration.js'
import type { RecordedImage, RecordingEvent } from '../recording-event.js'
import { damaged } from '../recording-failure.js'
import { type RecordingTopic, recordingTopic } from '../recording-topic.js'
import { type BagMessage, bagMessages } from './bag-messages.js'
import { type RosMessage, rosMessage } from './ros-message.js'

/** What a `.bag` of librealsense says, in the order of the file. */
export async function* bagEvents(file: FileHandle): AsyncGenerator<RecordingEvent> {
  const known = new Map<string, RecordingTopic | undefined>()
  for await (const message of bagMessages(file)) {
    if (!known.has(message.topic)) known.set(message.topic, recordingTopic(message.topic))
    const topic = known.get(message.topic)
    if (topic !== undefined) yield eventOf(topic, message)
  }
}

// The messages, by the definitions that stand in the files themselves (std_msgs, sensor_msgs, geometry_msgs,
// diagnostic_msgs, realsense_msgs).
function eventOf(topic: RecordingTopic, { data, arrivalMs }: BagMessage): RecordingEvent {
  const message = rosMessage(data)
  switch (topic.part) {
    case 'device':
      return { kind: 'device', info: keyValue(message) }
    case 'depth-unit':
      return { kind: 'depth-unit', metres: message.float32() }
    case 'rate':
      return { kind: 'rate', stream: topic.stream, framesPerSecond: message.uint32() }
    case 'camera':
      return { kind: 'camera', stream: topic.stream, camera: camera(message) }
    case 'place':
      return { kind: 'place', stream: topic.stream, fromReference: transform(message) }
    case 'metadata':
      return { kind: 'metadata', stream: topic.stream, values: keyValue(message) }
    case 'image':
      return { kind: 'image', image: { stream: topic.stream, arrivalMs, ...image(message) } }
  }
}

function keyValue(message: RosMessage): Readonly<Record<string, string>> {
  const key = message.text()
  return { [key]: message.text() }
}

function camera(message: RosMessage): RealsenseCamera {
  header(message)
  const height = message.uint32()
  const width = message.uint32()
  const model = message.text()
  const coefficients = message.float64s(message.uint32())
  const [fx = 0, , ppx = 0, , fy = 0, ppy = 0] = message.float64s(9)
  return { width, height, fx, fy, ppx, ppy, distortion: toDistortion(model, coefficients) }
}

function image(message: RosMessage): Omit<RecordedImage, 'stream' | 'arrivalMs'> {
  const { number, timestampMs } = header(message)
  const height = message.uint32()
  const width = message.uint32()
  const encoding = message.text()
  if (message.uint8() !== 0) throw damaged('its pictures are of another byte order')
  const stride = message.uint32()
  const data = message.bytes()
  // Recorders since 2.50 add the depth unit; to colour pictures they add 0.
  const unit = message.rest >= 4 ? message.float32() : 0
  return {
    number,
    timestampMs,
    width,
    height,
    encoding,
    stride,
    data,
    ...(unit > 0 ? { depthUnit: unit } : {}),
  }
}

function header(message: RosMessage): { number: number; timestampMs: number } {
  const number = message.uint32()
  const seconds = message.uint32()
  const timestampMs = seconds * 1000 + message.uint32() / 1e6
  message.text()
  return { number, timestampMs }
}

/** A quaternion may have either sign; both are the same rotation. */
function transform(message: RosMessage): Extrinsics {
  const [tx = 0, ty = 0, tz = 0, x = 0, y = 0, z = 0, w = 0] = message.float64s(7)
  const rotation = [
    1 - 2 * (y * y + z * z),
    2 * (x * y - z * w),
    2 * (x * z + y * w),
    2 * (x * y + z * w),
    1 - 2 * (x * x + z * z),
    2 * (y * z - x * w),
    2 * (x * z - y * w),
    2 * (y * z + x * w),
    1 - 2 * (x * x + y * y),
  ]
  if (!rotation.every(Number.isFinite) || Math.abs(x * x + y * y + z * z + w * w - 1) > 0.01) {
    throw damaged('the place of a camera is no rotation')
  }
  return { rotation, translation: [tx, ty, tz] }
}
