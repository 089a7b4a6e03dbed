import { createTumCapture } from '@faceward/capture-mobile/node'
import { createSharpDecoder } from '@faceward/node'
import type { CaptureSource } from '../capture-source.js'

/** Folders in the form of the TUM RGB-D benchmark. */
export const tumSource: CaptureSource = {
  name: 'tum',
  summary: 'a TUM RGB-D folder, with rgb.txt and depth.txt',
  operand: { name: 'folder', required: true },
  create: ({ operand = '' }) => createTumCapture({ folder: operand, decodeImage: createSharpDecoder() }),
}
