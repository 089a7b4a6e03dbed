import { DLIB_RESNET } from './manifests/face-api.js'
import type { PackedModel } from './packed-model.js'

/** The other part of the default embedder, and where its weights are. */
export const DLIB_MODEL: PackedModel = {
  manifest: DLIB_RESNET,
  url: new URL('../dist/weights/dlib-resnet-face-api-1.7.15.onnx', import.meta.url),
}
