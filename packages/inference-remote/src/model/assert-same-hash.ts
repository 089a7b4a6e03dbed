import { toHex } from '@faceward/plugin-kit'
import { type ModelBytes, ModelLoadError } from '@faceward/spec'
import { isRecord } from '../protocol/is-record.js'

/** The member of `parameters` of model metadata in which a server of this package says what it runs. */
export const HASH_PARAMETER = 'onnx_sha256'

/**
 * Where the server says which file it runs, compares it with the file at hand. It shows a deployment gone wrong, not a
 * server that lies.
 *
 * @throws ModelLoadError `integrity-mismatch`.
 */
export async function assertSameHash(
  { id, onnx }: ModelBytes,
  metadata: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { parameters } = metadata
  const declared = isRecord(parameters) ? parameters[HASH_PARAMETER] : undefined
  if (declared === undefined) return
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', onnx as Uint8Array<ArrayBuffer>))
  if (declared === toHex(digest)) return
  throw new ModelLoadError(`The server runs another file as model '${id}' than the one asked for.`, {
    code: 'integrity-mismatch',
  })
}
