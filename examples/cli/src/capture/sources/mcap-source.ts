import { createMcapCapture } from '@faceward/capture-mobile/node'
import { createSharpDecoder } from '@faceward/node'
import type { CaptureSource } from '../capture-source.js'

/** What `--record` wrote. */
export const mcapSource: CaptureSource = {
  name: 'mcap',
  summary: 'a recording made with --record',
  operand: { name: 'file', required: true },
  fileEndings: ['.mcap'],
  create: ({ operand = '' }) => createMcapCapture({ path: operand, decodeImage: createSharpDecoder() }),
}
