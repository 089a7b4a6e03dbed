import type { Configuration } from '@faceward/core'
import { DEFAULT_MODELS } from '@faceward/model-pack/manifests'
import {
  createBlazeFaceDetector,
  createFaceMeshModel,
  createPreprocessor,
  type DepthUse,
  type PreprocessorOptions,
} from '@faceward/preprocess'
import type { FaceDetector, LandmarkModel, Preprocessor } from '@faceward/spec'
import { loadDepthEstimator } from './load-depth-models.js'
import type { ModelLoader } from './model-loader.js'
import type { ModelSource } from './model-source.js'

/** What finds faces, and what places their landmarks. */
export interface FaceFinders {
  readonly detector: FaceDetector
  readonly landmarks: LandmarkModel
}

/** The default ones: BlazeFace and the face mesh. */
export async function loadFaceFinders(loader: ModelLoader): Promise<FaceFinders> {
  const { detector, mesh } = DEFAULT_MODELS
  loader.expect(2)
  return {
    detector: createBlazeFaceDetector({ session: await loader.load(detector), manifest: detector }),
    landmarks: createFaceMeshModel({ session: await loader.load(mesh), manifest: mesh }),
  }
}

/** The default preprocessor, on the default face finders, with what DEPTH_ESTIMATION_MODEL names. */
export async function loadDefaultPreprocessor(
  source: ModelSource,
  estimationModel: string,
  depth: DepthUse,
  create: (options: PreprocessorOptions) => Preprocessor = createPreprocessor,
): Promise<Preprocessor> {
  const finders = await loadFaceFinders(source.loader)
  const depthEstimator = await loadDepthEstimator(estimationModel, depth, source)
  return create({ ...finders, depth, ...(depthEstimator ? { depthEstimator } : {}) })
}

/** What PREFER_DEPTH and DEPTH_ESTIMATION_FALLBACK ask for: estimated depth only where depth is wanted at all. */
export function depthUse({
  preferDepth,
  depthEstimationFallback,
}: Pick<Configuration, 'preferDepth' | 'depthEstimationFallback'>): DepthUse {
  if (!preferDepth) return 'ignore'
  return depthEstimationFallback ? 'sensed-or-estimated' : 'sensed'
}
