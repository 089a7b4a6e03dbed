import { type FileHandle, open } from 'node:fs/promises'
import { promisify } from 'node:util'
import { deflateRaw } from 'node:zlib'
import type { Frame } from '@faceward/spec'
import { McapWriter } from '@mcap/core'
import { type EncodeFrameOptions, encodeFrame } from '../../../packet/encode-frame.js'
import { fileFailure } from '../recording-file.js'
import { MCAP_CHANNEL } from './mcap-channel.js'

/** Writes frames to a file. */
export interface McapRecorder {
  write(frame: Frame): Promise<void>
  /** Finishes the file; one that was not closed has no index and is not read. */
  close(): Promise<void>
}

/** Options of {@link createMcapRecorder}. */
export interface McapRecorderOptions extends Pick<EncodeFrameOptions, 'encodeColor'> {
  /** A file that exists is replaced. */
  readonly path: string
}

const deflate = promisify(deflateRaw)
/** A chunk is what a reader holds in memory. */
const CHUNK_BYTES = 4 * 1024 * 1024

/**
 * Records frames as MCAP (mcap.dev), each message a depth packet, depth as it is. The file holds pictures of people:
 * it is written because somebody asked for it, with permissions for the user alone, and never by the engine.
 *
 * @throws CaptureError when the file cannot be written.
 */
export async function createMcapRecorder({ path, encodeColor }: McapRecorderOptions): Promise<McapRecorder> {
  const file = await openForWriting(path)
  const writer = new McapWriter({ writable: writableOf(file), chunkSize: CHUNK_BYTES })
  await writer.start({ profile: '', library: 'faceward' })
  const channelId = await writer.registerChannel({ ...MCAP_CHANNEL, schemaId: 0, metadata: new Map() })
  const state = { isClosed: false }
  return {
    async write(frame) {
      const data = await encodeFrame(frame, {
        depthType: 'f32',
        deflate: (bytes) => deflate(bytes, { level: 1 }),
        ...(encodeColor === undefined ? {} : { encodeColor }),
      })
      const time = BigInt(Math.max(0, Math.round(frame.timestampMs * 1e6)))
      await writer.addMessage({ channelId, sequence: frame.sequence, logTime: time, publishTime: time, data })
    },
    async close() {
      if (state.isClosed) return
      state.isClosed = true
      try {
        await writer.end()
      } finally {
        await file.close()
      }
    },
  }
}

async function openForWriting(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'w', 0o600)
  } catch (cause) {
    throw fileFailure(cause)
  }
}

function writableOf(file: FileHandle) {
  const state = { position: 0n }
  return {
    position: () => state.position,
    async write(bytes: Uint8Array) {
      await file.writeFile(bytes)
      state.position += BigInt(bytes.length)
    },
  }
}
