import type { CaptureSource } from './capture-source.js'
import { dynamicDepthSource } from './sources/dynamic-depth-source.js'
import { cameraSource, videoSource } from './sources/ffmpeg-sources.js'
import { heicSource } from './sources/heic-source.js'
import { mcapSource } from './sources/mcap-source.js'
import { realsenseRecordingSource } from './sources/realsense-recording-source.js'
import { realsenseSource } from './sources/realsense-source.js'
import { record3dSource } from './sources/record3d-source.js'
import { simulatedSource } from './sources/simulated-source.js'
import { tumSource } from './sources/tum-source.js'

/** Every source, in the order of --help. */
export const CAPTURE_SOURCES: readonly CaptureSource[] = [
  realsenseSource,
  cameraSource,
  videoSource,
  realsenseRecordingSource,
  record3dSource,
  heicSource,
  dynamicDepthSource,
  tumSource,
  mcapSource,
  simulatedSource,
]
