import { FACEMESH } from './manifests/human.js'
import type { PackedModel } from './packed-model.js'

/** The default face mesh, and where its weights are. */
export const MESH_MODEL: PackedModel = {
  manifest: FACEMESH,
  url: new URL('../dist/weights/facemesh-human-3.3.6.onnx', import.meta.url),
}
