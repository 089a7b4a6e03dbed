import { createNodeBackend } from '@faceward/inference-node'
import { DEFAULT_MODELS, loadDefaultModel } from '@faceward/model-pack'
import {
  createBlazeFaceDetector,
  createFaceMeshModel,
  createPreprocessor,
  type PreprocessLimits,
} from '@faceward/preprocess'
import type { Preprocessor } from '@faceward/spec'

/** The default detector and mesh, as in a default engine, with its limits or others. */
export async function defaultPreprocessor(limits: Partial<PreprocessLimits> = {}): Promise<Preprocessor> {
  const backend = createNodeBackend()
  const session = async (manifest: (typeof DEFAULT_MODELS)['detector']) => ({
    session: await backend.load(await loadDefaultModel(manifest)),
    manifest,
  })
  return createPreprocessor({
    detector: createBlazeFaceDetector(await session(DEFAULT_MODELS.detector)),
    landmarks: createFaceMeshModel(await session(DEFAULT_MODELS.mesh)),
    whichFace: 'clear-main-face',
    limits,
  })
}
