import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type CaptureProvider,
  type DepthMap,
  type Frame,
  type Image,
  ImageDecodeError,
  type ImageDecoder,
} from '@faceward/spec'
import sharp from 'sharp'
import { afterAll, beforeAll } from 'vitest'

const state = { folder: '' }
/** A folder of its own for the file that imports this. */
beforeAll(async () => {
  state.folder = await mkdtemp(join(tmpdir(), 'faceward-recordings-'))
})
afterAll(() => rm(state.folder, { recursive: true, force: true }))
export const path = (name: string) => join(state.folder, name)

export const WIDTH = 12
export const HEIGHT = 9
export const camera = { width: WIDTH, height: HEIGHT, focalX: 14, focalY: 13, principalX: 6, principalY: 4.5 }

export const decodeImage: ImageDecoder = {
  async decode(bytes) {
    try {
      const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true })
      return { width: info.width, height: info.height, format: 'rgb8', data: new Uint8Array(data) }
    } catch (cause) {
      throw new ImageDecodeError('broken', { code: 'corrupt', cause })
    }
  },
}
export const picture = (shade: number): Image => ({
  width: WIDTH,
  height: HEIGHT,
  format: 'rgb8',
  data: new Uint8Array(WIDTH * HEIGHT * 3).fill(shade),
})
export const encoded = (shade: number, kind: 'jpeg' | 'png') =>
  sharp(picture(shade).data, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
    .toFormat(kind)
    .toBuffer()
export const slope = (start: number) =>
  Float32Array.from({ length: WIDTH * HEIGHT }, (_, i) => start + i / 1000)
export const depthMap = (start: number, more: Partial<DepthMap> = {}): DepthMap => ({
  width: WIDTH,
  height: HEIGHT,
  data: slope(start),
  intrinsics: camera,
  registeredToColor: true,
  provenance: { kind: 'sensed', method: 'time-of-flight', trust: 'driver', accuracy: 'absolute' },
  ...more,
})
export const frameOf = (sequence: number): Frame => ({
  image: picture(40 + sequence),
  depth: depthMap(0.4 + sequence / 10),
  colorIntrinsics: camera,
  timestampMs: 1000 + 33.5 * sequence,
  sequence,
  source: { id: 'camera', kind: 'stream' },
})

export async function all(provider: CaptureProvider): Promise<Frame[]> {
  const frames: Frame[] = []
  for await (const frame of await provider.open()) frames.push(frame)
  return frames
}
