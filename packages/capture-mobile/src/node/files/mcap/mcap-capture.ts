import type { FileHandle } from 'node:fs/promises'
import { assertKnownOptions } from '@faceward/plugin-kit'
import { CaptureError, type CaptureProvider, FacewardError, type ImageDecoder } from '@faceward/spec'
import { McapIndexedReader } from '@mcap/core'
import { decodeDepthPacket, frameOfPacket } from '../../../packet/decode-packet.js'
import { readDepthPacket } from '../../../packet/read-packet.js'
import { type RecordedFrame, recordedCapture } from '../recorded-capture.js'
import { malformedRecording, openRecording } from '../recording-file.js'
import { MCAP_CHANNEL } from './mcap-channel.js'

/** Options of {@link createMcapCapture}. */
export interface McapCaptureOptions {
  readonly path: string
  /** Reads JPEG and PNG colour. */
  readonly decodeImage?: ImageDecoder
}

/** What a reader asks for at once, at most: a chunk, or the index of a long recording. */
const MOST_BYTES = 128 * 1024 * 1024

/**
 * Frames of a recording that `createMcapRecorder` made. Their times and numbers are those of the recording; they say
 * that they are recorded. Chunks are read as they are needed.
 *
 * Sessions throw CaptureError `device-unavailable`, `permission-denied`, `malformed-recording`, `unsupported` (no
 * frames of faceward in it, or compressed chunks).
 */
export function createMcapCapture(options: McapCaptureOptions): CaptureProvider {
  assertKnownOptions('createMcapCapture', options, ['path', 'decodeImage'])
  return recordedCapture({ id: 'mcap', kind: 'stream', read: (signal) => framesOf(options, signal) })
}

async function* framesOf(
  { path, decodeImage }: McapCaptureOptions,
  signal: AbortSignal | undefined,
): AsyncGenerator<RecordedFrame> {
  const file = await openRecording(path)
  try {
    const call = signal === undefined ? {} : { signal }
    const reading = decodeImage === undefined ? {} : { decodeImage }
    for await (const packet of packetsOf(file)) {
      const decoded = await decodeDepthPacket(readDepthPacket(packet), { ...reading, ...call })
      const { source: _, ...frame } = frameOfPacket(decoded, 'mcap')
      yield frame
    }
  } finally {
    await file.close()
  }
}

async function* packetsOf(file: FileHandle): AsyncGenerator<Uint8Array> {
  try {
    const reader = await McapIndexedReader.Initialize({ readable: readableOf(file) })
    const { topic, messageEncoding } = MCAP_CHANNEL
    const isOurs = [...reader.channelsById.values()].some(
      (channel) => channel.topic === topic && channel.messageEncoding === messageEncoding,
    )
    if (!isOurs) {
      throw new CaptureError('The MCAP file holds no frames of faceward.', { code: 'unsupported' })
    }
    for await (const { data } of reader.readMessages({ topics: [topic] })) yield data
  } catch (cause) {
    if (FacewardError.isInstance(cause)) throw cause
    throw malformedRecording('it is no whole MCAP file', cause)
  }
}

function readableOf(file: FileHandle) {
  return {
    size: async () => BigInt((await file.stat()).size),
    async read(offset: bigint, size: bigint): Promise<Uint8Array> {
      if (size > BigInt(MOST_BYTES)) throw malformedRecording('a part of it is too large')
      const bytes = new Uint8Array(Number(size))
      const { bytesRead } = await file.read(bytes, 0, bytes.length, Number(offset))
      if (bytesRead !== bytes.length) throw malformedRecording('it is cut short')
      return bytes
    },
  }
}
