import { resolve } from 'node:path'
import { createMcapRecorder } from '@faceward/capture-mobile/node'
import type { FrameSink } from './frame-sink.js'

/** Writes the frames to one MCAP file, from which `--source mcap` gives them again. */
export async function createRecordSink(file: string): Promise<FrameSink> {
  const path = resolve(file)
  const recorder = await createMcapRecorder({ path })
  return {
    write: (frame) => recorder.write(frame),
    async close() {
      await recorder.close()
      return [path]
    },
  }
}
