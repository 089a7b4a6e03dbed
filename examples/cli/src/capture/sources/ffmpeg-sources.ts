import { readdir, readFile } from 'node:fs/promises'
import { createFfmpegCapture } from '@faceward/capture-monocular'
import { parseConfiguration } from '@faceward/core'
import type { CaptureRequest, CaptureSource, ListedDevice } from '../capture-source.js'

/** Any camera without a depth sensor, at CAPTURE_RESOLUTION. */
export const cameraSource: CaptureSource = {
  name: 'camera',
  summary: 'a camera without depth, through ffmpeg; /dev/video0 unless told',
  operand: { name: 'device', required: false },
  create: ({ operand = '/dev/video0', environment }) =>
    createFfmpegCapture({
      input: { kind: 'camera', device: operand },
      resolution: resolutionOf(environment),
    }),
  listDevices: async () => videoDevices(),
}

/** A video or a picture, letterboxed to CAPTURE_RESOLUTION. It was recorded, so nothing in it is taken for live. */
export const videoSource: CaptureSource = {
  name: 'video',
  summary: 'a video or a picture, through ffmpeg; recorded, so never live',
  operand: { name: 'file', required: true },
  fileEndings: ['.mp4', '.mov', '.mkv', '.webm', '.avi', '.y4m'],
  create: ({ operand = '', environment }) =>
    createFfmpegCapture({ input: { kind: 'file', path: operand }, resolution: resolutionOf(environment) }),
}

function resolutionOf(environment: CaptureRequest['environment']) {
  return parseConfiguration({}, environment).captureResolution
}

/** What video4linux knows; nothing on other systems. */
async function videoDevices(): Promise<readonly ListedDevice[]> {
  const names = await readdir('/sys/class/video4linux').catch(() => [])
  return Promise.all(
    names.sort().map(async (name) => ({
      id: `/dev/${name}`,
      description: (await readFile(`/sys/class/video4linux/${name}/name`, 'utf8').catch(() => '')).trim(),
    })),
  )
}
