import { readFile, stat } from 'node:fs/promises'
import { arePinned } from '@faceward/models'
import { type CallOptions, ModelLoadError } from '@faceward/spec'
import type { PackedModel } from '../packed-model.js'
import { sha256 } from './sha256.js'

const ADVICE = "Install it again; in the repository, 'npm run build' makes them."

/**
 * The weights of a model of this package, checked.
 *
 * @throws ModelLoadError `not-found` when the file is absent, `integrity-mismatch` when it is another.
 */
export async function readWeights(
  { manifest: { id, file }, url }: PackedModel,
  { signal }: CallOptions = {},
): Promise<Uint8Array> {
  signal?.throwIfAborted()
  try {
    // Not what has another length is read: it may have no end.
    const onnx = (await stat(url)).size === file.bytes ? await readFile(url, { signal }) : new Uint8Array(0)
    if (await arePinned(onnx, file, sha256)) {
      return new Uint8Array(onnx.buffer, onnx.byteOffset, onnx.byteLength)
    }
  } catch (cause) {
    signal?.throwIfAborted()
    throw new ModelLoadError(`The weights of model '${id}' are not in @faceward/model-pack. ${ADVICE}`, {
      code: 'not-found',
      cause,
    })
  }
  throw new ModelLoadError(
    `The weights of model '${id}' in @faceward/model-pack are not the ones its manifest pins. ${ADVICE}`,
    { code: 'integrity-mismatch' },
  )
}
