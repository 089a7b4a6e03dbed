import type { ModelManifest } from '@faceward/spec'
import { DLIB_RESNET } from './manifests/face-api.js'
import { BLAZEFACE, FACEMESH, FACERES } from './manifests/human.js'

export interface DefaultModels {
  readonly detector: ModelManifest
  readonly mesh: ModelManifest
  /** One part of the default embedder. */
  readonly faceres: ModelManifest
  /** The other part of the default embedder. */
  readonly dlib: ModelManifest
}

/** The models that come with this package, from npm alone. `loadDefaultModel` gives their bytes. */
export const DEFAULT_MODELS: DefaultModels = {
  detector: BLAZEFACE,
  mesh: FACEMESH,
  faceres: FACERES,
  dlib: DLIB_RESNET,
}
