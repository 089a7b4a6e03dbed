import type { ModelManifest, PinnedFile } from '@faceward/spec'

/** A file an application serves so that a browser can load a model. */
export interface ServedFile extends PinnedFile {
  /** Below the folder that `faceward models export` wrote, such as `faceres-human-3.3.6/faceres.bin`. */
  readonly servedPath: string
}

/**
 * The files a browser loads a model from: the data files it was published as, which are the compact form of its weights,
 * or its ONNX file.
 */
export function servedFiles({ id, file, origin }: ModelManifest): readonly ServedFile[] {
  if (origin.kind !== 'npm') return [{ path: `${id}.onnx`, ...file, servedPath: `${id}/${id}.onnx` }]
  return origin.files.map((published) => ({
    ...published,
    servedPath: `${id}/${published.path.split('/').at(-1)}`,
  }))
}
