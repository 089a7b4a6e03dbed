import type { ModelManifest } from '@faceward/spec'
import type { ModelLoader } from './model-loader.js'

/** A model of the user's own: its manifest, and its bytes, checked. */
export type LoadOwnModel = (
  path: string,
) => Promise<{ readonly manifest: ModelManifest; readonly onnx: Uint8Array }>

/** Where models come from. */
export interface ModelSource {
  readonly loader: ModelLoader
  /** Reads a manifest (`x.json`) and the model beside it (`x.onnx`). */
  readonly loadOwn: LoadOwnModel
}
