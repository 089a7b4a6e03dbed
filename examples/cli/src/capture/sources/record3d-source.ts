import { createRecord3dCapture } from '@faceward/capture-mobile/node'
import { createSharpDecoder } from '@faceward/node'
import type { CaptureSource } from '../capture-source.js'

/** Recordings of the Record3D app on an iPhone. */
export const record3dSource: CaptureSource = {
  name: 'r3d',
  summary: 'a recording of the Record3D app',
  operand: { name: 'file', required: true },
  fileEndings: ['.r3d'],
  create: ({ operand = '' }) => createRecord3dCapture({ path: operand, decodeImage: createSharpDecoder() }),
}
