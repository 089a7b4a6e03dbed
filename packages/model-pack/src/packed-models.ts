import { DETECTOR_MODEL } from './detector.js'
import { DLIB_MODEL } from './dlib.js'
import { FACERES_MODEL } from './faceres.js'
import { MESH_MODEL } from './mesh.js'
import type { PackedModel } from './packed-model.js'

/** Every default model, and where its weights are; each by itself has an entry of its own. */
export const PACKED_MODELS: readonly PackedModel[] = [DETECTOR_MODEL, MESH_MODEL, FACERES_MODEL, DLIB_MODEL]
