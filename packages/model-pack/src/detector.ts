import { BLAZEFACE } from './manifests/human.js'
import type { PackedModel } from './packed-model.js'

/** The default face detector, and where its weights are. */
export const DETECTOR_MODEL: PackedModel = {
  manifest: BLAZEFACE,
  url: new URL('../dist/weights/blazeface-human-3.3.6.onnx', import.meta.url),
}
