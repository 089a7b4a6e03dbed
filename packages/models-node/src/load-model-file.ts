import { readFile, stat } from 'node:fs/promises'
import { type CallOptions, type ModelBytes, ModelLoadError, type ModelManifest } from '@faceward/spec'
import { systemCode } from './cache-failure.js'
import { sha256 } from './sha256.js'

/**
 * Reads a model file of one's own and checks that it is the one the manifest describes, size first, so that a
 * wrong file of any size is not read.
 *
 * @throws ModelLoadError `not-found` when it cannot be read, `integrity-mismatch` when it is another file.
 */
export async function loadModelFile(
  manifest: ModelManifest,
  path: string,
  options: CallOptions = {},
): Promise<ModelBytes> {
  const { file, id } = manifest
  options.signal?.throwIfAborted()
  try {
    const { size } = await stat(path)
    if (size !== file.bytes) throw otherFile(`it has ${size} bytes, not ${file.bytes}`)
    const onnx = await readFile(path, { signal: options.signal })
    if (sha256(onnx) !== file.sha256) throw otherFile(`its sha256 is not ${file.sha256}`)
    return { id, onnx: new Uint8Array(onnx.buffer, onnx.byteOffset, onnx.byteLength) }
  } catch (cause) {
    options.signal?.throwIfAborted()
    if (cause instanceof ModelLoadError) throw cause
    throw new ModelLoadError(
      `The file ${path} of the model ${id} cannot be read (${systemCode(cause) ?? 'unknown'}). Check the path and its permissions.`,
      { code: 'not-found', cause },
    )
  }

  function otherFile(why: string): ModelLoadError {
    return new ModelLoadError(
      `The file ${path} is not the model ${id}: ${why}. Get the file the manifest describes, or write a manifest for this one.`,
      { code: 'integrity-mismatch' },
    )
  }
}
