import type { CaptureSource } from './capture-source.js'
import { cameraSource, videoSource } from './sources/ffmpeg-sources.js'
import { realsenseRecordingSource } from './sources/realsense-recording-source.js'
import { simulatedSource } from './sources/simulated-source.js'

/** Every source, in the order of --help. */
export const CAPTURE_SOURCES: readonly CaptureSource[] = [
  cameraSource,
  videoSource,
  realsenseRecordingSource,
  simulatedSource,
]
