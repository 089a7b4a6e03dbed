import { type CallOptions, type RecordKey, StorageError, type TemplateStore } from '@faceward/spec'

/** JSON in a store's record; undefined when there is none. */
export async function readJson<Value>(
  store: TemplateStore,
  key: RecordKey,
  options?: CallOptions,
): Promise<{ readonly value: Value; readonly revision: number } | undefined> {
  const record = await store.get(key, options)
  return record && { value: decodeJson<Value>(record.bytes), revision: record.revision }
}

/** False when the stored revision is another. */
export async function writeJson(
  store: TemplateStore,
  key: RecordKey,
  value: unknown,
  options: NonNullable<Parameters<TemplateStore['put']>[2]>,
): Promise<boolean> {
  try {
    await store.put(key, encodeJson(value), options)
    return true
  } catch (error) {
    if (StorageError.isInstance(error) && error.code === 'conflict') return false
    throw error
  }
}

export function decodeJson<Value>(bytes: Uint8Array): Value {
  return JSON.parse(new TextDecoder().decode(bytes)) as Value
}

export function encodeJson(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value))
}
