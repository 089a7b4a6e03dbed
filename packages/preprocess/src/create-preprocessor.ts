import {
  ARCFACE_CROP_SIZE,
  alignmentTransform,
  fivePointsFromMesh,
  type SimilarityTransform,
  warpImage,
} from '@faceward/imaging'
import {
  type AlignedDepth,
  ConfigurationError,
  DisposedError,
  type FaceDetection,
  type FaceMesh,
  type FivePoints,
  type Frame,
  type Preprocessor,
  type PreprocessResult,
  SPECIFICATION_VERSION,
} from '@faceward/spec'
import { alignDepth, prepareDepth } from './depth/align-depth.js'
import { estimateDepthFromMesh } from './depth/estimate-depth-from-mesh.js'
import { estimateHeadPose } from './pose/estimate-head-pose.js'
import type { PreprocessLimits } from './preprocess-limits.js'
import { type DepthUse, type PreprocessorOptions, parsePreprocessorOptions } from './preprocessor-options.js'
import { brokenLimits } from './quality/check-limits.js'
import { measureQuality } from './quality/measure-quality.js'
import { visibleShare } from './quality/visible-share.js'
import { type RefusalCode, refusal } from './refusals.js'
import { chooseFace } from './selection/choose-face.js'

/** A face whose box is so many interocular limits wide is refused before the mesh is computed; a level face has 2.5. */
const SURELY_TOO_SMALL = 1.8

/**
 * From a frame to a face sample: find the one face, place its landmarks, estimate its pose, measure its quality,
 * cut the 112 x 112 alignment. What a person in front of the camera causes is a refusal with reasons.
 *
 * `process` throws what the detector and the landmark model throw, ConfigurationError `incompatible-composition`
 * when neither gives five points, ImagingError for a frame whose pixels do not fit its size, and DisposedError
 * after `dispose`.
 *
 * @throws ConfigurationError `invalid-options` naming the keys.
 */
export function createPreprocessor(options: PreprocessorOptions): Preprocessor {
  const { detector, landmarks, limits, whichFace, depth } = parsePreprocessorOptions(options)
  const id = landmarks === undefined ? detector.id : `${detector.id}+${landmarks.id}`
  const state = { disposed: false }
  return {
    specificationVersion: SPECIFICATION_VERSION,
    id,
    async process(frame, callOptions = {}) {
      callOptions.signal?.throwIfAborted()
      if (state.disposed) throw new DisposedError(`The preprocessor '${id}'`)
      const detections = await detector.detect(frame.image, callOptions)
      const choice = chooseFace(detections, frame.image, whichFace)
      if (choice.status === 'refused') return refused([choice.code])
      const { detection } = choice
      const side = Math.max(detection.box.width, detection.box.height)
      if (side < SURELY_TOO_SMALL * limits.minimumInterocularPixels) {
        return refused(['face_too_small'])
      }
      const mesh = await landmarks?.locate(frame.image, detection, callOptions)
      if (mesh !== undefined && mesh.presence < limits.minimumPresence) return refused(['no_face'])
      return sampleOf(withDepth(frame, depth), detection, mesh, limits, depth)
    },
    async dispose() {
      state.disposed = true
      await Promise.all([detector.dispose(), landmarks?.dispose()])
    },
  }
}

function sampleOf(
  frame: Frame,
  detection: FaceDetection,
  mesh: FaceMesh | undefined,
  limits: PreprocessLimits,
  depth: DepthUse,
): PreprocessResult {
  const { image } = frame
  const fivePoints = fivePointsOf(detection, mesh)
  const face = { ...detection, fivePoints, ...(mesh === undefined ? {} : { mesh }) }
  const size = { width: ARCFACE_CROP_SIZE, height: ARCFACE_CROP_SIZE }
  const cut = alignmentTransform({ kind: 'arcface-five-point' }, face, size, image)
  const aligned = warpImage(image, cut, size)
  const pose = estimateHeadPose(face)
  const { quality, luminance } = measureQuality(aligned, fivePoints, pose)
  const broken = brokenLimits({ quality, luminance, pose, visibleShare: visibleShare(face, image) }, limits)
  if (broken.length > 0) return refused(broken)
  const { box, score } = detection
  const alignedDepth = alignDepth(frame, fivePoints) ?? (mesh && estimated(mesh, cut, depth))
  return {
    status: 'usable',
    sample: {
      frame,
      box,
      detectionScore: score,
      fivePoints,
      pose,
      quality,
      aligned,
      ...(mesh === undefined ? {} : { mesh }),
      ...(alignedDepth === undefined ? {} : { alignedDepth }),
    },
  }
}

function withDepth(frame: Frame, use: DepthUse): Frame {
  if (use !== 'ignore') return prepareDepth(frame)
  const { depth: _, ...color } = frame
  return color
}

function estimated(mesh: FaceMesh, cut: SimilarityTransform, use: DepthUse): AlignedDepth | undefined {
  return use === 'sensed-or-estimated' ? estimateDepthFromMesh(mesh, cut) : undefined
}

function fivePointsOf(detection: FaceDetection, mesh: FaceMesh | undefined): FivePoints {
  const points = mesh === undefined ? detection.fivePoints : fivePointsFromMesh(mesh)
  if (points !== undefined) return points
  throw new ConfigurationError(
    'The detector gives no five points and there is no landmark model: give createPreprocessor `landmarks`.',
    { code: 'incompatible-composition' },
  )
}

function refused(codes: readonly RefusalCode[]): PreprocessResult {
  return { status: 'refused', reasons: codes.map(refusal) }
}
