import { loadFaceFinders } from '@faceward/composition'
import { createPreprocessor, type PreprocessLimits } from '@faceward/preprocess'
import type { Preprocessor } from '@faceward/spec'
import { defaultLoader } from './default-loader.js'

/** The default detector and mesh, as in a default engine, with its limits or others. */
export async function defaultPreprocessor(limits: Partial<PreprocessLimits> = {}): Promise<Preprocessor> {
  return createPreprocessor({
    ...(await loadFaceFinders(defaultLoader())),
    whichFace: 'clear-main-face',
    limits,
  })
}
