import {
  ARCFACE_CROP_SIZE,
  alignmentTransform,
  fivePointsFromMesh,
  type SimilarityTransform,
  warpImage,
} from '@faceward/imaging'
import {
  type AlignedDepth,
  type CallOptions,
  ConfigurationError,
  DisposedError,
  type FaceDetection,
  type FaceMesh,
  type FivePoints,
  type Frame,
  type Image,
  type Preprocessor,
  type PreprocessResult,
  SPECIFICATION_VERSION,
} from '@faceward/spec'
import type { DepthEstimator } from './depth/depth-estimator.js'
import { estimateDepthFromMesh } from './depth/estimate-depth-from-mesh.js'
import { scaleToMesh } from './depth/scale-to-mesh.js'
import { estimateHeadPose } from './pose/estimate-head-pose.js'
import {
  type DepthUse,
  type ParsedPreprocessorOptions,
  type PreprocessorOptions,
  parsePreprocessorOptions,
} from './preprocessor-options.js'
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
 * `process` throws what the detector, the landmark model and the depth estimator throw, ConfigurationError `incompatible-composition`
 * when neither gives five points, ImagingError for a frame whose pixels do not fit its size, and DisposedError
 * after `dispose`.
 *
 * @throws ConfigurationError `invalid-options` naming the keys.
 */
export function createPreprocessor(options: PreprocessorOptions): Preprocessor {
  const parts = parsePreprocessorOptions(options)
  const { detector, landmarks, limits, whichFace, depth, depthEstimator } = parts
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
      return sampleOf(await withDepth(frame, depth), detection, mesh, parts, callOptions)
    },
    async dispose() {
      state.disposed = true
      await Promise.all([detector.dispose(), landmarks?.dispose(), depthEstimator?.dispose()])
    },
  }
}

async function sampleOf(
  frame: Frame,
  detection: FaceDetection,
  mesh: FaceMesh | undefined,
  parts: ParsedPreprocessorOptions,
  callOptions: CallOptions,
): Promise<PreprocessResult> {
  const { image } = frame
  const fivePoints = fivePointsOf(detection, mesh)
  const face = { ...detection, fivePoints, ...(mesh === undefined ? {} : { mesh }) }
  const size = { width: ARCFACE_CROP_SIZE, height: ARCFACE_CROP_SIZE }
  const cut = alignmentTransform({ kind: 'arcface-five-point' }, face, size, image)
  const aligned = warpImage(image, cut, size)
  const pose = estimateHeadPose(face)
  const { quality, luminance } = measureQuality(aligned, fivePoints, pose)
  const broken = brokenLimits(
    { quality, luminance, pose, visibleShare: visibleShare(face, image) },
    parts.limits,
  )
  if (broken.length > 0) return refused(broken)
  const { box, score } = detection
  const estimates = mesh !== undefined && parts.depth === 'sensed-or-estimated'
  const alignedDepth =
    (await alignedDepthOf(frame, fivePoints)) ??
    (estimates
      ? await estimateDepth(image, { ...face, mesh }, cut, parts.depthEstimator, callOptions)
      : undefined)
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

/** What depth needs is loaded with the first frame that has some: most cameras have none. */
const depthCode = () => import('./depth/align-depth.js')

async function withDepth(frame: Frame, use: DepthUse): Promise<Frame> {
  if (frame.depth === undefined) return frame
  if (use !== 'ignore') return (await depthCode()).prepareDepth(frame)
  const { depth: _, ...color } = frame
  return color
}

async function alignedDepthOf(frame: Frame, fivePoints: FivePoints): Promise<AlignedDepth | undefined> {
  if (frame.depth === undefined) return undefined
  return (await depthCode()).alignDepth(frame, fivePoints)
}

/** The mesh's shape, or what the estimator sees, at the mesh's scale. */
async function estimateDepth(
  image: Image,
  face: FaceDetection & { readonly mesh: FaceMesh },
  cut: SimilarityTransform,
  estimator: DepthEstimator | undefined,
  callOptions: CallOptions,
): Promise<AlignedDepth | undefined> {
  const fromMesh = estimateDepthFromMesh(face.mesh, cut)
  if (estimator === undefined) return fromMesh
  return scaleToMesh(await estimator.estimate(image, face, cut, callOptions), fromMesh)
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
