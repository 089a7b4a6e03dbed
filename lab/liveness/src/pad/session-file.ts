import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ARCFACE_CROP_SIZE, alignmentTransform, warpImage } from '@faceward/imaging'
import type { FaceSample, Frame, Image } from '@faceward/spec'
import { cacheFolder, FRAME, type SessionPlan } from './session-plan.js'

/** A session as captured and preprocessed: what the cues are measured on. */
export interface SessionRecord extends SessionPlan {
  readonly samples: readonly FaceSample[]
}

type Face = Pick<FaceSample, 'box' | 'detectionScore' | 'fivePoints' | 'pose' | 'quality'> & {
  readonly index: number
  readonly timestampMs: number
  readonly presence: number
}
interface Head {
  readonly plan: SessionPlan
  readonly faces: readonly Face[]
}

const FRAME_BYTES = FRAME.width * FRAME.height * 3
const MESH_NUMBERS = 468 * 3
const path = (id: string, ending: string) => join(cacheFolder('sessions'), `${id}.${ending}`)

export const hasSession = (id: string): boolean => existsSync(path(id, 'json'))

export function writeSession(
  plan: SessionPlan,
  samples: readonly FaceSample[],
  frames: readonly Frame[],
): void {
  mkdirSync(cacheFolder('sessions'), { recursive: true })
  const meshes = new Float32Array(samples.length * MESH_NUMBERS)
  for (const [i, { mesh }] of samples.entries()) if (mesh) meshes.set(mesh.points, i * MESH_NUMBERS)
  const bytes = new Uint8Array(frames.length * FRAME_BYTES)
  for (const [i, { image }] of frames.entries()) bytes.set(image.data, i * FRAME_BYTES)
  const faces = samples.map(
    ({ frame, box, detectionScore, fivePoints, pose, quality, mesh }): Face => ({
      index: frame.sequence,
      timestampMs: frame.timestampMs,
      box,
      detectionScore,
      fivePoints,
      pose,
      quality,
      presence: mesh?.presence ?? 0,
    }),
  )
  writeFileSync(path(plan.id, 'rgb'), bytes)
  writeFileSync(path(plan.id, 'mesh'), new Uint8Array(meshes.buffer))
  writeFileSync(path(plan.id, 'part'), JSON.stringify({ plan, faces } satisfies Head))
  renameSync(path(plan.id, 'part'), path(plan.id, 'json'))
}

/** All frames of a session, as pictures. */
export function readFrames(id: string): readonly Image[] {
  const bytes = new Uint8Array(readFileSync(path(id, 'rgb')))
  return Array.from({ length: bytes.length / FRAME_BYTES }, (_, i) => ({
    ...FRAME,
    format: 'rgb8',
    data: bytes.subarray(i * FRAME_BYTES, (i + 1) * FRAME_BYTES),
  }))
}

/** The session again, its aligned crops cut anew. */
export function readSession(id: string): SessionRecord {
  const { plan, faces } = JSON.parse(readFileSync(path(id, 'json'), 'utf8')) as Head
  const frames = readFrames(id)
  const bytes = readFileSync(path(id, 'mesh'))
  const meshes = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
  const size = { width: ARCFACE_CROP_SIZE, height: ARCFACE_CROP_SIZE }
  const samples = faces.map(({ index, timestampMs, presence, ...face }, i): FaceSample => {
    const image = frames[index]!
    const { rightEye, leftEye } = face.fivePoints
    const cut = alignmentTransform(
      { kind: 'arcface-five-point' },
      { ...face, rightEye, leftEye },
      size,
      image,
    )
    return {
      ...face,
      frame: { image, timestampMs, sequence: index, source: { id: 'simulated', kind: 'stream' } },
      mesh: { points: meshes.subarray(i * MESH_NUMBERS, (i + 1) * MESH_NUMBERS), presence },
      aligned: warpImage(image, cut, size),
    }
  })
  return { ...plan, samples }
}
