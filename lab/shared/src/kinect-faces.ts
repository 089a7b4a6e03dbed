import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DepthMap, FivePoints, Point } from '@faceward/spec'
import sharp from 'sharp'
import { needed } from './data-folder.js'

/** The Kinect 2 set, in the folder of data. */
export const KINECT = 'rgbd/kinect2-ir-depth-train'

/** A labelled depth crop of a real face. */
export interface KinectFace {
  readonly subject: string
  readonly depth: DepthMap
  readonly points: FivePoints
  readonly landmarks: readonly Point[]
  readonly infrared: string
}

/** Kinect 2's depth camera, nominal; the crops do not say where in the picture they were cut. */
const FOCAL = 365

export async function readGray16(
  path: string,
): Promise<{ width: number; height: number; data: Uint16Array }> {
  const { data, info } = await sharp(path)
    .toColourspace('grey16')
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true })
  const all = new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2)
  const plane = info.channels === 1 ? all : all.filter((_, i) => i % info.channels === 0)
  return { width: info.width, height: info.height, data: plane }
}

export async function kinectFaces(folder: string): Promise<KinectFace[]> {
  const lines = (await readFile(join(needed(folder), 'labels.txt'), 'utf8')).trim().split(/\r?\n/)
  return Promise.all(
    lines.map(async (line) => {
      const [path = '', ...numbers] = line.trim().split(/\s+/)
      const values = numbers.map(Number)
      const landmarks: Point[] = []
      for (let i = 4; i + 1 < values.length; i += 2)
        landmarks.push({ x: values[i]! + 0.5, y: values[i + 1]! + 0.5 })
      const { width, height, data } = await readGray16(join(folder, `${path}_depth.png`))
      const metres = Float32Array.from(data, (value) => value / 1000)
      return {
        subject: path.split('/')[0]!,
        depth: {
          width,
          height,
          data: metres,
          intrinsics: {
            width,
            height,
            focalX: FOCAL,
            focalY: FOCAL,
            principalX: width / 2,
            principalY: height / 2,
          },
          registeredToColor: true,
          provenance: {
            kind: 'sensed' as const,
            method: 'time-of-flight' as const,
            trust: 'driver' as const,
          },
        },
        points: {
          rightEye: mean(landmarks.slice(0, 4)),
          leftEye: mean(landmarks.slice(4, 8)),
          noseTip: landmarks[8]!,
          mouthRight: landmarks[11]!,
          mouthLeft: landmarks[13]!,
        },
        landmarks,
        infrared: join(folder, `${path}_long_exposure_infrared.png`),
      }
    }),
  )
}

const mean = (points: readonly Point[]): Point => ({
  x: points.reduce((sum, { x }) => sum + x, 0) / points.length,
  y: points.reduce((sum, { y }) => sum + y, 0) / points.length,
})
