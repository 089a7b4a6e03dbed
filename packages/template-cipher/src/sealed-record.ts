import { frameRecord, unframeRecord } from '@faceward/plugin-kit'
import type { CallOptions, RecordKey, SealContext, StoredRecord, TemplateCipher } from '@faceward/spec'

/** What a stored record is sealed to. The record id takes in the collection, so that none moves to another. */
export function sealContextOf(key: RecordKey, revision: number, modelId: string): SealContext {
  return {
    tenantId: key.tenantId,
    subject: key.subject,
    recordId: `${key.collection}/${key.id}`,
    modelId,
    revision,
  }
}

/**
 * The bytes to put under `key`: the model id in clear, then the sealed plaintext.
 *
 * @param revision the revision the record will have once it is stored: the present one plus 1. Put it with
 * `expectedRevision: revision - 1`, so that it cannot land as another.
 */
export async function sealRecord(
  cipher: TemplateCipher,
  key: RecordKey,
  revision: number,
  modelId: string,
  plaintext: Uint8Array,
  options?: CallOptions,
): Promise<Uint8Array> {
  return frameRecord(modelId, await cipher.seal(plaintext, sealContextOf(key, revision, modelId), options))
}

/** Opens what `sealRecord` sealed. @throws TemplateSecurityError when anything is not as it was sealed. */
export async function openRecord(
  cipher: TemplateCipher,
  record: Pick<StoredRecord, 'key' | 'revision' | 'bytes'>,
  options?: CallOptions,
): Promise<{ readonly modelId: string; readonly plaintext: Uint8Array }> {
  const { modelId, sealed } = unframeRecord(record.bytes)
  const context = sealContextOf(record.key, record.revision, modelId)
  return { modelId, plaintext: await cipher.open(sealed, context, options) }
}
