import { createHeicCapture } from '@faceward/capture-mobile/node'
import type { CaptureSource } from '../capture-source.js'

/** Photographs of iPhones with depth. */
export const heicSource: CaptureSource = {
  name: 'heic',
  summary: "an iPhone's portrait; needs libheif-js, which is not installed with faceward",
  operand: { name: 'file', required: true },
  fileEndings: ['.heic'],
  create: ({ operand = '' }) => createHeicCapture({ path: operand }),
}
