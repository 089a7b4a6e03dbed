import type { FaceMesh, FaceSample, FrameSource } from '@faceward/spec'
import { BONE } from './bone-points.data.js'
import { picture, random, sampleOf } from './synthetic-samples.js'

/** What a synthetic face does at one moment. */
export interface FaceState {
  readonly yawDegrees?: number
  readonly pitchDegrees?: number
  /** 1 = at the usual distance, 1.3 = nearer. */
  readonly scale?: number
  /** 0 open to 1 closed. */
  readonly blink?: number
  readonly mouthOpen?: number
  readonly smile?: number
  /** Whole face moved, pixels. */
  readonly shiftX?: number
}

export interface SyntheticFaceOptions {
  /** A picture of a face: no relief, so that turning it is a homography. */
  readonly flat?: boolean
  /** The whole face on an ellipsoid, the points over bone as well. */
  readonly ellipsoid?: boolean
  /** Standard deviation of the landmarks' noise, pixels. */
  readonly noise?: number
  readonly seed?: number
  readonly framesPerSecond?: number
  readonly kind?: FrameSource['kind']
  readonly image?: FaceSample['frame']['image']
  /** Frames without a mesh, by index. */
  readonly withoutMesh?: (index: number) => boolean
  readonly timestampMs?: (index: number) => number
  /** New noise in the aligned crop of every frame, as a camera's; default true. */
  readonly living?: boolean
}

const IPD = 60
const DISTANCE = 450

/** Samples of a face that goes through the given states, one a frame. */
export function faceSequence(states: readonly FaceState[], options: SyntheticFaceOptions = {}): FaceSample[] {
  const { framesPerSecond = 10, kind = 'stream', living = true, seed = 1 } = options
  const next = random(seed + 77)
  const image = options.image ?? picture({ side: 160, detail: 40 })
  return states.map((state, index) => {
    const timestampMs = options.timestampMs?.(index) ?? (index * 1000) / framesPerSecond
    const points = project(state, options, next)
    const at = (i: number) => ({ x: points[3 * i]!, y: points[3 * i + 1]! })
    const aligned = picture({ side: 112, detail: 12, seed: living ? index + 1 : 1 })
    const mesh: FaceMesh = { points, presence: 0.99 }
    return {
      ...sampleOf(image, { timestampMs, kind, aligned }),
      pose: { yawDegrees: state.yawDegrees ?? 0, pitchDegrees: state.pitchDegrees ?? 0, rollDegrees: 0 },
      fivePoints: {
        rightEye: at(33),
        leftEye: at(263),
        noseTip: at(1),
        mouthRight: at(61),
        mouthLeft: at(291),
      },
      ...(options.withoutMesh?.(index) ? {} : { mesh }),
    }
  })
}

/** A still face of so many frames. */
export const resting = (frames: number): FaceState[] => Array.from({ length: frames }, () => ({}))

function project(state: FaceState, options: SyntheticFaceOptions, next: () => number): Float32Array {
  const { yawDegrees = 0, pitchDegrees = 0, scale = 1, shiftX = 0 } = state
  const [yaw, pitch] = [(yawDegrees * Math.PI) / 180, (pitchDegrees * Math.PI) / 180]
  const points = new Float32Array(468 * 3)
  for (let i = 0; i < 468; i++) {
    const [x0, y0, z0] = place(i, state, options)
    const z1 = options.flat ? 0 : z0
    const x = x0 * Math.cos(yaw) - z1 * Math.sin(yaw)
    const z2 = x0 * Math.sin(yaw) + z1 * Math.cos(yaw)
    const y = y0 * Math.cos(pitch) + z2 * Math.sin(pitch)
    const z = -y0 * Math.sin(pitch) + z2 * Math.cos(pitch)
    const perspective = (scale * DISTANCE) / (DISTANCE + z)
    const noise = () => (options.noise ?? 0) * (next() + next() + next() - 1.5) * 2
    points[3 * i] = 320 + shiftX + x * perspective + noise()
    points[3 * i + 1] = 240 + y * perspective + noise()
    points[3 * i + 2] = z * scale
  }
  return points
}

/** Bone, corners, lids and lips where they belong; all other points spread over an ellipsoid. */
function place(
  index: number,
  { blink = 0, mouthOpen = 0, smile = 0 }: FaceState,
  { ellipsoid = false }: SyntheticFaceOptions,
): [number, number, number] {
  const eye = EYES[index]
  if (eye) return [eye[0], -20 + eye[1] * (1 - 0.75 * blink), -35]
  const bone = BONE[index]
  if (bone && !ellipsoid) return [bone[0], bone[1] - 20, bone[2] - 20]
  const mouthHalf = 22 * (1 + 0.25 * smile)
  if (index === 61) return [-mouthHalf, 40, -40]
  if (index === 291) return [mouthHalf, 40, -40]
  if (index === 13) return [0, 39, -48]
  if (index === 14) return [0, 40 + 30 * mouthOpen, -46]
  const angle = index * 2.399963
  const radius = Math.sqrt((index + 0.5) / 468)
  const [x, y] = [65 * radius * Math.cos(angle), 85 * radius * Math.sin(angle)]
  return [x, y, -60 * Math.sqrt(Math.max(0, 1 - radius * radius))]
}

/** x and height above the eye's middle line: corners, then lids. */
const EYES: Readonly<Record<number, readonly [number, number]>> = {
  33: [-IPD / 2 - 14, 0],
  133: [-IPD / 2 + 14, 0],
  160: [-IPD / 2 - 5, -4.5],
  158: [-IPD / 2 + 5, -4.5],
  144: [-IPD / 2 - 5, 4.5],
  153: [-IPD / 2 + 5, 4.5],
  263: [IPD / 2 + 14, 0],
  362: [IPD / 2 - 14, 0],
  387: [IPD / 2 + 5, -4.5],
  385: [IPD / 2 - 5, -4.5],
  373: [IPD / 2 + 5, 4.5],
  380: [IPD / 2 - 5, 4.5],
}
