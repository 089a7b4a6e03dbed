import { type FileHandle, open } from 'node:fs/promises'
import { resolve } from 'node:path'
import { assertKnownOptions } from '@faceward/plugin-kit'
import {
  type CaptureProvider,
  ConfigurationError,
  FacewardError,
  type Frame,
  SPECIFICATION_VERSION,
} from '@faceward/spec'
import { bagEvents } from './bag/bag-events.js'
import { BAG_MAGIC } from './bag/bag-messages.js'
import { db3Events } from './db3/db3-events.js'
import { RECORDING_ID, recordedFrames } from './recorded-frames.js'
import type { RecordingEvent } from './recording-event.js'
import { damaged, fileFailure } from './recording-failure.js'

/** Options of {@link createRealsenseRecording}. */
export interface RealsenseRecordingOptions {
  /** A `.bag` or a `.db3` of librealsense; which of both it is stands in the file, not in its name. */
  readonly path: string
}

const DB3_MAGIC = 'SQLite format 3\0'

/**
 * The frames of a RealSense recording, without the vendor's library: colour, the depth of the same moment as the
 * sensor gave it (not registered to colour, with what registering needs), intrinsics and the device's own times.
 * Frames and depth say `recorded`, so that no liveness cue takes them for live. Each opening starts from the front.
 *
 * Opening throws CaptureError `device-unavailable` or `permission-denied`, the loop `malformed-recording` (after the
 * frames that came before the damage) or `unsupported`.
 *
 * @throws ConfigurationError `invalid-options`
 */
export function createRealsenseRecording(options: RealsenseRecordingOptions): CaptureProvider {
  assertKnownOptions('createRealsenseRecording', options, ['path'])
  if (typeof options.path !== 'string' || options.path === '') {
    const issues = [{ key: 'path', message: 'expected the name of a file' }]
    const message = 'createRealsenseRecording: path: expected the name of a file.'
    throw new ConfigurationError(message, { code: 'invalid-options', issues })
  }
  const path = resolve(options.path)
  return {
    specificationVersion: SPECIFICATION_VERSION,
    id: RECORDING_ID,
    async open({ signal } = {}) {
      signal?.throwIfAborted()
      const file = await open(path, 'r').catch((cause: NodeJS.ErrnoException) => {
        throw fileFailure(cause)
      })
      const closing = new AbortController()
      return {
        [Symbol.asyncIterator]: () => framesOf(file, path, closing, signal),
        close: async () => {
          closing.abort()
          await file.close()
        },
      }
    },
  }
}

async function* framesOf(
  file: FileHandle,
  path: string,
  closing: AbortController,
  signal: AbortSignal | undefined,
): AsyncGenerator<Frame> {
  try {
    for await (const frame of recordedFrames(await eventsOf(file, path))) {
      signal?.throwIfAborted()
      if (closing.signal.aborted) return
      yield frame
      if (closing.signal.aborted) return
    }
  } catch (error) {
    if (closing.signal.aborted) return
    if (error === signal?.reason || FacewardError.isInstance(error)) throw error
    throw damaged('it cannot be read on', error)
  } finally {
    await file.close()
  }
}

async function eventsOf(file: FileHandle, path: string): Promise<AsyncIterable<RecordingEvent>> {
  const start = Buffer.alloc(DB3_MAGIC.length)
  await file.read(start, 0, start.length, 0)
  const magic = start.toString('latin1')
  if (magic.startsWith(BAG_MAGIC)) return bagEvents(file)
  if (magic === DB3_MAGIC) return db3Events(path)
  throw damaged('it is neither a ROS bag (.bag) nor a SQLite recording (.db3)')
}
