import { ModelLoadError, type TensorSpec } from '@faceward/spec'
import { typeOfDatatype } from '../protocol/datatypes.js'
import { isRecord } from '../protocol/is-record.js'
import { ProtocolError } from '../protocol/protocol-error.js'
import type { ModelSignature } from './model-signature.js'

/**
 * Compares the server's model metadata (KServe's `$metadata_model_response`) with the model that is at hand. The
 * server need not know that a dimension is fixed, and may have fixed a free one; the result has what both know.
 *
 * @throws ModelLoadError `integrity-mismatch` when the server's model is another; ProtocolError for no metadata.
 */
export function matchMetadata(
  id: string,
  own: ModelSignature,
  metadata: Readonly<Record<string, unknown>>,
): ModelSignature {
  const inputs = match(id, own.inputs, tensorsOf(metadata['inputs']))
  const outputs = match(id, own.outputs, tensorsOf(metadata['outputs']))
  return { inputs, outputs }
}

function tensorsOf(value: unknown): readonly TensorSpec[] {
  if (!Array.isArray(value)) throw new ProtocolError('its metadata has no inputs or no outputs')
  return (value as readonly unknown[]).map((one) => {
    if (!isRecord(one) || typeof one['name'] !== 'string') throw new ProtocolError('a tensor has no name')
    const { name, datatype, shape } = one
    if (!Array.isArray(shape) || !shape.every((size) => Number.isSafeInteger(size) && size >= -1)) {
      throw new ProtocolError('a tensor has no shape')
    }
    return { name, type: typeOfDatatype(datatype) ?? 'other', dims: shape }
  })
}

function match(id: string, own: readonly TensorSpec[], remote: readonly TensorSpec[]): readonly TensorSpec[] {
  if (remote.length !== own.length) throw another(id, 'it has another number of inputs or outputs')
  return own.map((mine) => {
    const theirs = remote.find(({ name }) => name === mine.name)
    if (theirs === undefined) throw another(id, `it has no '${mine.name}'`)
    if (theirs.type !== mine.type) throw another(id, `its '${mine.name}' is of another datatype`)
    const dims = together(mine.dims, theirs.dims)
    if (dims === undefined) throw another(id, `its '${mine.name}' is of another shape`)
    return { ...mine, dims }
  })
}

/** No dimensions at all stand for a shape that is not known, or for a single number. */
function together(mine: TensorSpec['dims'], theirs: TensorSpec['dims']): TensorSpec['dims'] | undefined {
  if (theirs.length === 0) return mine
  if (mine.length === 0) return theirs
  const agree =
    mine.length === theirs.length &&
    mine.every((one, i) => isFree(one) || isFree(theirs[i]!) || one === theirs[i])
  return agree ? mine.map((one, i) => (isFree(one) && !isFree(theirs[i]!) ? theirs[i]! : one)) : undefined
}

/** Whether a dimension may be any number. */
export function isFree(dimension: number | string): boolean {
  return typeof dimension === 'string' || dimension < 0
}

function another(id: string, what: string): ModelLoadError {
  return new ModelLoadError(`The server's model '${id}' is not the one asked for: ${what}.`, {
    code: 'integrity-mismatch',
  })
}
