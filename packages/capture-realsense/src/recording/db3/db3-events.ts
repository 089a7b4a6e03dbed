import type { Extrinsics } from '@faceward/spec'
import { CdrReader } from '@foxglove/cdr'
import { type RealsenseCamera, toDistortion, toExtrinsics } from '../../frames/calibration.js'
import type { RecordedImage, RecordingEvent } from '../recording-event.js'
import { damaged } from '../recording-failure.js'
import { type Db3Message, db3Messages } from './db3-messages.js'
import { keyValues, numberList } from './key-values.js'

/** What a `.db3` of librealsense (2.58.1 and later) says, by time. */
export async function* db3Events(path: string): AsyncGenerator<RecordingEvent> {
  for (const message of db3Messages(path)) yield eventOf(message)
}

// Pictures are sensor_msgs/msg/Image; everything else is `key=value;` text in a std_msgs/msg/String.
function eventOf({ topic, arrivalMs, data }: Db3Message): RecordingEvent {
  const reader = new CdrReader(data)
  switch (topic.part) {
    case 'device':
      return { kind: 'device', info: keyValues(reader.string()) }
    case 'depth-unit':
      return { kind: 'depth-unit', metres: Number(reader.string()) }
    case 'rate':
      return {
        kind: 'rate',
        stream: topic.stream,
        framesPerSecond: Number(keyValues(reader.string())['fps']),
      }
    case 'camera':
      return { kind: 'camera', stream: topic.stream, camera: camera(keyValues(reader.string())) }
    case 'place':
      return { kind: 'place', stream: topic.stream, fromReference: place(keyValues(reader.string())) }
    case 'metadata':
      return { kind: 'metadata', stream: topic.stream, values: keyValues(reader.string()) }
    case 'image':
      return { kind: 'image', image: { stream: topic.stream, arrivalMs, ...image(reader, arrivalMs) } }
  }
}

function camera(values: Readonly<Record<string, string>>): RealsenseCamera {
  const number = (name: string) => Number(values[name])
  return {
    width: number('width'),
    height: number('height'),
    fx: number('fx'),
    fy: number('fy'),
    ppx: number('ppx'),
    ppy: number('ppy'),
    distortion: toDistortion(values['model'] ?? '', numberList(values['coeffs'])),
  }
}

function place(values: Readonly<Record<string, string>>): Extrinsics {
  const rotation = numberList(values['rotation'])
  const translation = numberList(values['translation'])
  if (
    rotation.length !== 9 ||
    translation.length !== 3 ||
    ![...rotation, ...translation].every(Number.isFinite)
  ) {
    throw damaged('the place of a camera is no rotation and translation')
  }
  return toExtrinsics(rotation, translation)
}

/** The header holds the time of recording; the device's time and count follow in the metadata. */
function image(reader: CdrReader, arrivalMs: number): Omit<RecordedImage, 'stream' | 'arrivalMs'> {
  reader.int32()
  reader.uint32()
  reader.string()
  const height = reader.uint32()
  const width = reader.uint32()
  const encoding = reader.string()
  if (reader.uint8() !== 0) throw damaged('its pictures are of another byte order')
  const stride = reader.uint32()
  return { number: 0, timestampMs: arrivalMs, width, height, encoding, stride, data: reader.uint8Array() }
}
