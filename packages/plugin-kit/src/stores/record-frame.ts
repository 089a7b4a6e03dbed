import { ConfigurationError, TemplateSecurityError } from '@faceward/spec'

const FRAME_VERSION = 1
const LENGTH_AT = 1
const MODEL_ID_AT = 3
const LONGEST_MODEL_ID = 0xffff

/**
 * Puts the model id in clear in front of sealed bytes: what a stored record's bytes are. The model id must
 * be readable before the record is opened, because it is part of what the record is sealed to; changing it
 * here makes the record fail to open.
 *
 * Layout: `0x01 | length of the model id, 2 bytes big-endian | model id, UTF-8 | sealed bytes`.
 *
 * @throws ConfigurationError `invalid-options` when the model id is over 65,535 bytes or no well-formed text.
 */
export function frameRecord(modelId: string, sealed: Uint8Array): Uint8Array {
  const name = new TextEncoder().encode(modelId)
  if (name.length > LONGEST_MODEL_ID || decodeText(name) !== modelId) {
    throw new ConfigurationError('A model id must be well-formed text of at most 65,535 bytes.', {
      code: 'invalid-options',
      issues: [{ key: 'modelId', message: 'well-formed text of at most 65,535 bytes' }],
    })
  }
  const framed = new Uint8Array(MODEL_ID_AT + name.length + sealed.length)
  framed[0] = FRAME_VERSION
  new DataView(framed.buffer).setUint16(LENGTH_AT, name.length)
  framed.set(name, MODEL_ID_AT)
  framed.set(sealed, MODEL_ID_AT + name.length)
  return framed
}

/**
 * Takes `frameRecord` apart. `sealed` is a view into `bytes`, not a copy. The model id is what the bytes
 * claim: only opening the sealed part with it proves it.
 *
 * @throws TemplateSecurityError when the bytes are no framed record.
 */
export function unframeRecord(bytes: Uint8Array): { readonly modelId: string; readonly sealed: Uint8Array } {
  if (bytes.length < MODEL_ID_AT || bytes[0] !== FRAME_VERSION) throw new TemplateSecurityError()
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = MODEL_ID_AT + view.getUint16(LENGTH_AT)
  if (end > bytes.length) throw new TemplateSecurityError()
  const modelId = decodeText(bytes.subarray(MODEL_ID_AT, end))
  if (modelId === undefined) throw new TemplateSecurityError()
  return { modelId, sealed: bytes.subarray(end) }
}

/** The text, or undefined when the bytes are no UTF-8; a byte order mark is kept, so that nothing is lost. */
function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}
