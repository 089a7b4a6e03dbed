import { loadEmbedder, loadFaceFinders } from '@faceward/composition'
import { createPreprocessor } from '@faceward/preprocess'
import type { Embedder, Preprocessor } from '@faceward/spec'
import { defaultLoader } from './default-loader.js'

/** The default preprocessor and embedder on this machine, as the default engine has them. */
export interface Pipeline {
  readonly preprocessor: Preprocessor
  readonly embedder: Embedder
}

export async function openPipeline(): Promise<Pipeline> {
  const loader = defaultLoader()
  const loadOwn = () => Promise.reject(new Error('Only the default models are measured.'))
  const preprocessor = createPreprocessor({ ...(await loadFaceFinders(loader)), depth: 'ignore' })
  const embedder = await loadEmbedder({ model: 'default', dimension: 512, loader, loadOwn })
  return { preprocessor, embedder }
}
