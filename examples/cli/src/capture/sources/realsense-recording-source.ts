import { createRealsenseRecording } from '@faceward/capture-realsense'
import type { CaptureSource } from '../capture-source.js'

/** Recordings of RealSense cameras; needs no library of the vendor. */
export const realsenseRecordingSource: CaptureSource = {
  name: 'realsense-recording',
  summary: 'a recording of a RealSense camera',
  operand: { name: 'file', required: true },
  fileEndings: ['.bag', '.db3'],
  create: ({ operand = '' }) => createRealsenseRecording({ path: operand }),
}
