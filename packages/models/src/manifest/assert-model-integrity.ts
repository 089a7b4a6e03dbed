import { ModelLoadError, type ModelManifest } from '@faceward/spec'
import { sha256Hex } from './sha256-hex.js'

export interface IntegrityOptions {
  /** Computes SHA-256 as lower-case hexadecimal digits; a platform's own is about ten times faster. */
  readonly sha256?: (bytes: Uint8Array) => string
}

/**
 * Checks that bytes are exactly the file a manifest pins, by length and SHA-256. Call it before every load.
 *
 * @throws ModelLoadError `integrity-mismatch`.
 */
export function assertModelIntegrity(
  manifest: ModelManifest,
  onnx: Uint8Array,
  options: IntegrityOptions = {},
): void {
  const { file, id } = manifest
  const { sha256 = sha256Hex } = options
  if (onnx.length !== file.bytes) {
    throw mismatch(`Model '${id}' has ${onnx.length} bytes, its manifest says ${file.bytes}.`)
  }
  const found = sha256(onnx)
  if (found !== file.sha256) {
    throw mismatch(`Model '${id}' has the SHA-256 ${found}, its manifest says ${file.sha256}.`)
  }
}

function mismatch(message: string): ModelLoadError {
  return new ModelLoadError(message, { code: 'integrity-mismatch' })
}
