import type { Configuration } from '@faceward/core'
import { DEFAULT_MODELS } from '@faceward/model-pack'
import {
  createBlazeFaceDetector,
  createFaceMeshModel,
  createPreprocessor,
  type DepthUse,
} from '@faceward/preprocess'
import type { Preprocessor } from '@faceward/spec'
import type { ModelLoader } from './model-loader.js'

/** The default preprocessor: BlazeFace finds faces, the face mesh places their landmarks. */
export async function loadPreprocessor(loader: ModelLoader, depth: DepthUse): Promise<Preprocessor> {
  const { detector, mesh } = DEFAULT_MODELS
  loader.expect(2)
  return createPreprocessor({
    detector: createBlazeFaceDetector({ session: await loader.load(detector), manifest: detector }),
    landmarks: createFaceMeshModel({ session: await loader.load(mesh), manifest: mesh }),
    depth,
  })
}

/** What PREFER_DEPTH and DEPTH_ESTIMATION_FALLBACK ask for: estimated depth only where depth is wanted at all. */
export function depthUse({
  preferDepth,
  depthEstimationFallback,
}: Pick<Configuration, 'preferDepth' | 'depthEstimationFallback'>): DepthUse {
  if (!preferDepth) return 'ignore'
  return depthEstimationFallback ? 'sensed-or-estimated' : 'sensed'
}
