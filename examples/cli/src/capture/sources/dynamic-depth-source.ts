import { createDynamicDepthCapture } from '@faceward/capture-mobile/node'
import { createSharpDecoder } from '@faceward/node'
import type { CaptureSource } from '../capture-source.js'

/** Photographs of Android phones with depth. */
export const dynamicDepthSource: CaptureSource = {
  name: 'dynamic-depth',
  summary: 'a JPEG with depth in it (GDepth, Dynamic Depth)',
  operand: { name: 'file', required: true },
  create: ({ operand = '' }) =>
    createDynamicDepthCapture({ path: operand, decodeImage: createSharpDecoder() }),
}
