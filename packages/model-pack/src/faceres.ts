import { FACERES } from './manifests/human.js'
import type { PackedModel } from './packed-model.js'

/** One part of the default embedder, and where its weights are. */
export const FACERES_MODEL: PackedModel = {
  manifest: FACERES,
  url: new URL('../dist/weights/faceres-human-3.3.6.onnx', import.meta.url),
}
