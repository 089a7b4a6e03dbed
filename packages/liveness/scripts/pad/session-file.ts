import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ARCFACE_CROP_SIZE, alignmentTransform, warpImage } from '@faceward/imaging'
import type { FaceSample, Image } from '@faceward/spec'
import { type Action, FRAME_COUNT, FRAME_SIDE, FRAMES_PER_SECOND } from './live-motion.js'
import { cacheFolder } from './live-sessions.js'

/** A session as captured and preprocessed: what the cues are measured on. */
export interface SessionRecord {
  readonly id: string
  /** Absent for a bona fide session. */
  readonly species?: string
  readonly subject: number
  /** What was asked; empty = nothing. */
  readonly actions: readonly Action[]
  /** Frame indices that gave a sample. */
  readonly samples: readonly FaceSample[]
}

type Head = Omit<SessionRecord, 'samples'> & {
  readonly faces: readonly (Pick<FaceSample, 'box' | 'detectionScore' | 'fivePoints' | 'pose' | 'quality'> & {
    readonly index: number
    readonly presence: number
  })[]
}

const folder = () => cacheFolder('sessions')
const FRAME_BYTES = FRAME_SIDE * FRAME_SIDE * 3

export const hasSession = (id: string): boolean => existsSync(join(folder(), `${id}.json`))

export function writeSession(record: SessionRecord, frames: readonly Image[]): void {
  mkdirSync(folder(), { recursive: true })
  const at = (ending: string) => join(folder(), `${record.id}.${ending}`)
  const meshes = new Float32Array(record.samples.length * 1404)
  for (const [i, { mesh }] of record.samples.entries()) if (mesh) meshes.set(mesh.points, i * 1404)
  const bytes = new Uint8Array(FRAME_COUNT * FRAME_BYTES)
  for (const [i, { data }] of frames.entries()) bytes.set(data, i * FRAME_BYTES)
  writeFileSync(at('rgb'), bytes)
  writeFileSync(at('mesh'), new Uint8Array(meshes.buffer))
  const { samples, ...rest } = record
  const head: Head = {
    ...rest,
    faces: samples.map(({ frame, box, detectionScore, fivePoints, pose, quality, mesh }) => ({
      index: frame.sequence,
      box,
      detectionScore,
      fivePoints,
      pose,
      quality,
      presence: mesh?.presence ?? 0,
    })),
  }
  writeFileSync(at('part'), JSON.stringify(head))
  renameSync(at('part'), at('json'))
}

/** The session again, its aligned crops cut anew. */
export function readSession(id: string): SessionRecord {
  const at = (ending: string) => join(folder(), `${id}.${ending}`)
  const { faces, ...head } = JSON.parse(readFileSync(at('json'), 'utf8')) as Head
  const bytes = new Uint8Array(readFileSync(at('rgb')))
  const meshBytes = readFileSync(at('mesh'))
  const meshes = new Float32Array(
    meshBytes.buffer.slice(meshBytes.byteOffset, meshBytes.byteOffset + meshBytes.length),
  )
  const size = { width: ARCFACE_CROP_SIZE, height: ARCFACE_CROP_SIZE }
  const samples = faces.map(({ index, presence, ...face }, i): FaceSample => {
    const image: Image = {
      width: FRAME_SIDE,
      height: FRAME_SIDE,
      format: 'rgb8',
      data: bytes.subarray(index * FRAME_BYTES, (index + 1) * FRAME_BYTES),
    }
    const points = face.fivePoints
    const cut = alignmentTransform(
      { kind: 'arcface-five-point' },
      { ...face, rightEye: points.rightEye, leftEye: points.leftEye },
      size,
      image,
    )
    return {
      ...face,
      frame: {
        image,
        timestampMs: (index * 1000) / FRAMES_PER_SECOND,
        sequence: index,
        source: { id: 'simulated', kind: 'stream' },
      },
      mesh: { points: meshes.subarray(i * 1404, (i + 1) * 1404), presence },
      aligned: warpImage(image, cut, size),
    }
  })
  return { ...head, samples }
}
