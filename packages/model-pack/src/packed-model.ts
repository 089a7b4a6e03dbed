import type { ModelManifest } from '@faceward/spec'

/**
 * A model of this package. Each has a file of its own beside this one, where `new URL('…', import.meta.url)` names its
 * weights literally: bundlers know that expression and copy what is imported. The files lie in `dist/weights/`, which
 * `npm run build` fills; `../dist/weights/` is there seen from `src/` as from `dist/`, so tests on the sources find them.
 */
export interface PackedModel {
  readonly manifest: ModelManifest
  /** Where its ONNX file is: a `file:` address in Node, in a bundled page what the bundler made of it. */
  readonly url: URL
}
