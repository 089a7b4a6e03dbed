import type { FileHandle } from 'node:fs/promises'
import { LARGEST_BLOCK, LARGEST_TEXT } from '../limits.js'
import { damaged } from '../recording-failure.js'
import {
  type BagFields,
  bagFields,
  OPCODE,
  opcodeOf,
  textField,
  timeField,
  uint32Field,
} from './bag-record.js'
import { unpackLz4Frame } from './lz4-frame.js'

/** A message of a bag, in the order of the file. */
export interface BagMessage {
  readonly topic: string
  readonly arrivalMs: number
  readonly data: Uint8Array
}

export const BAG_MAGIC = '#ROSBAG V2.0\n'

/**
 * The messages of a ROS bag, format 2.0, read from front to back: a bag whose recording was cut off, and which has
 * no index therefore, gives what it has. Holds one chunk at a time.
 *
 * @throws CaptureError `malformed-recording`
 */
export async function* bagMessages(file: FileHandle): AsyncGenerator<BagMessage> {
  const { size } = await file.stat()
  const topics = new Map<number, string>()
  for (let at = BAG_MAGIC.length; at < size; ) {
    const { fields, dataAt, dataLength } = await readHeader(file, at, size)
    const opcode = opcodeOf(fields)
    if (opcode === OPCODE.chunk) {
      const packed = await read(file, dataAt, dataLength, size, LARGEST_BLOCK)
      yield* chunkMessages(unpackChunk(fields, packed), topics)
    } else if (opcode === OPCODE.connection) {
      topics.set(uint32Field(fields, 'conn'), textField(fields, 'topic'))
    }
    at = dataAt + dataLength
    if (at > size) throw damaged('the file is cut short')
  }
}

/** As it is, or packed with LZ4 as librealsense does. */
function unpackChunk(fields: BagFields, packed: Uint8Array): Uint8Array {
  const compression = textField(fields, 'compression')
  if (compression === 'none') return packed
  if (compression !== 'lz4') throw damaged('its chunks are packed with something other than LZ4')
  const size = uint32Field(fields, 'size')
  if (size > LARGEST_BLOCK) throw damaged('a chunk is larger than any of a camera')
  return unpackLz4Frame(packed, size)
}

function* chunkMessages(chunk: Uint8Array, topics: Map<number, string>): Generator<BagMessage> {
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength)
  const lengthAt = (at: number): number => {
    if (at + 4 > chunk.length) throw damaged('a chunk is cut short')
    return view.getUint32(at, true)
  }
  for (let at = 0; at < chunk.length; ) {
    const dataAt = at + 4 + lengthAt(at)
    const end = dataAt + 4 + lengthAt(dataAt)
    if (end > chunk.length) throw damaged('a chunk is cut short')
    const fields = bagFields(chunk.subarray(at + 4, dataAt))
    const opcode = opcodeOf(fields)
    const connection = uint32Field(fields, 'conn')
    if (opcode === OPCODE.connection) topics.set(connection, textField(fields, 'topic'))
    else if (opcode === OPCODE.message) {
      const topic = topics.get(connection)
      if (topic === undefined) throw damaged('a message belongs to no topic')
      yield { topic, arrivalMs: timeField(fields, 'time'), data: chunk.subarray(dataAt + 4, end) }
    }
    at = end
  }
}

interface RecordHeader {
  readonly fields: BagFields
  readonly dataAt: number
  readonly dataLength: number
}

async function readHeader(file: FileHandle, at: number, size: number): Promise<RecordHeader> {
  const length = (await read(file, at, 4, size, 4)).readUInt32LE(0)
  const header = await read(file, at + 4, length + 4, size, LARGEST_TEXT)
  const fields = bagFields(header.subarray(0, length))
  return { fields, dataAt: at + 8 + length, dataLength: header.readUInt32LE(length) }
}

async function read(
  file: FileHandle,
  position: number,
  length: number,
  size: number,
  most: number,
): Promise<Buffer> {
  if (length > most) throw damaged('a record is larger than any of a camera')
  if (position + length > size) throw damaged('the file is cut short')
  const buffer = Buffer.allocUnsafeSlow(length)
  const { bytesRead } = await file.read(buffer, 0, length, position)
  if (bytesRead < length) throw damaged('the file is cut short')
  return buffer
}
