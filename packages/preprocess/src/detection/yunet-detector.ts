import { squareTransform, warpToTensor } from '@faceward/imaging'
import { outsideRange, refuseIssues, unknownKeys } from '@faceward/plugin-kit'
import {
  DisposedError,
  type FaceDetection,
  type FaceDetector,
  type InferenceSession,
  type ModelManifest,
  SPECIFICATION_VERSION,
} from '@faceward/spec'
import { modelIo, runModel, valuesOf } from '../model-io.js'
import type { Candidate } from './candidate.js'
import { decodeYuNet, yunetCellCount } from './decode-yunet.js'
import { toImage } from './image-window.js'
import { suppressOverlaps } from './merge-overlaps.js'

/** Options of `createYuNetDetector`. */
export interface YuNetDetectorOptions {
  /** The loaded model; the detector owns it and disposes it. */
  readonly session: InferenceSession
  /** Task `face-detection`, outputs `cls`, `obj`, `bbox` and `kps` with `_8`, `_16` and `_32`. */
  readonly manifest: ModelManifest
  /** Faces below this score are not reported, 0..1; default 0.6. */
  readonly minimumScore?: number
}

const KEYS: readonly string[] = [
  'session',
  'manifest',
  'minimumScore',
] satisfies readonly (keyof YuNetDetectorOptions)[]
const STRIDES: readonly number[] = [8, 16, 32]
const ROLES = ['cls', 'obj', 'bbox', 'kps'].flatMap((head) => STRIDES.map((stride) => `${head}_${stride}`))
const OVERLAP = 0.3

/**
 * YuNet (Wu, Peng and Yu, 2023): box and five points in one pass over the whole picture, scaled into the
 * model's input with its aspect ratio kept.
 *
 * @throws ConfigurationError `invalid-options`; ModelLoadError `invalid-manifest` when manifest and model do not
 * fit. `detect` throws InferenceError, and DisposedError after `dispose`.
 */
export function createYuNetDetector(options: YuNetDetectorOptions): FaceDetector {
  const { session, manifest, minimumScore = 0.6 } = options
  refuseIssues('createYuNetDetector', [
    ...unknownKeys(options, KEYS),
    ...outsideRange('minimumScore', minimumScore, 0.01, 1),
  ])
  const io = modelIo(session, manifest, 'face-detection', ROLES)
  const { input } = manifest
  const state = { disposed: false }
  return {
    specificationVersion: SPECIFICATION_VERSION,
    id: manifest.id,
    async detect(image, callOptions = {}) {
      callOptions.signal?.throwIfAborted()
      if (state.disposed) throw new DisposedError(`The detector '${manifest.id}'`)
      const scale = Math.max(image.width / input.width, image.height / input.height)
      const center = { x: image.width / 2, y: image.height / 2 }
      const transform = squareTransform(center, scale * Math.min(input.width, input.height), 0, input)
      const values = await runModel(io, warpToTensor(image, transform, input), callOptions)
      const candidates = STRIDES.flatMap((stride) => {
        const cells = yunetCellCount(stride, input)
        const heads = {
          classification: valuesOf(io, values, `cls_${stride}`, cells),
          objectness: valuesOf(io, values, `obj_${stride}`, cells),
          boxes: valuesOf(io, values, `bbox_${stride}`, cells * 4),
          points: valuesOf(io, values, `kps_${stride}`, cells * 10),
        }
        return decodeYuNet(heads, stride, input.width, minimumScore)
      })
      return suppressOverlaps(candidates, OVERLAP).map((candidate) =>
        toDetection(toImage(candidate, transform)),
      )
    },
    async dispose() {
      state.disposed = true
      await session.dispose()
    },
  }
}

function toDetection({ score, box, points }: Candidate): FaceDetection {
  const [rightEye, leftEye, noseTip, mouthRight, mouthLeft] = points
  return {
    box,
    score,
    rightEye: rightEye!,
    leftEye: leftEye!,
    fivePoints: {
      rightEye: rightEye!,
      leftEye: leftEye!,
      noseTip: noseTip!,
      mouthRight: mouthRight!,
      mouthLeft: mouthLeft!,
    },
  }
}
