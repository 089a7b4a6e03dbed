import { type CallOptions, type RecordKey, StorageError, type TemplateStore } from '@faceward/spec'

const MOST_TRIES = 100

/** What a change leaves: a value to write, or nothing to do. */
export interface Change<Value> {
  readonly value: Value
  readonly expiresAtMs?: number
}

/** JSON in a store's record; undefined when there is none. */
export async function readJson<Value>(
  store: TemplateStore,
  key: RecordKey,
  options?: CallOptions,
): Promise<{ readonly value: Value; readonly revision: number } | undefined> {
  const record = await store.get(key, options)
  return record && { value: decodeJson<Value>(record.bytes), revision: record.revision }
}

/**
 * Changes a record by compare-and-set, again and again until nobody came in between: no update is lost, by
 * whichever process. `change` sees what is there; undefined leaves it; it may throw to refuse.
 */
export async function changeJson<Value>(
  store: TemplateStore,
  key: RecordKey,
  change: (found: Value | undefined) => Change<Value> | undefined,
  options?: CallOptions,
): Promise<Value | undefined> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const found = await readJson<Value>(store, key, options)
    const changed = change(found?.value)
    if (changed === undefined) return found?.value
    const { value, ...expiry } = changed
    if (
      await writeJson(store, key, value, { ...options, ...expiry, expectedRevision: found?.revision ?? 0 })
    ) {
      return value
    }
  }
  throw new StorageError('A record is changed by too many at once.', { code: 'unavailable', retryable: true })
}

/** False when the stored revision is another. */
export async function writeJson(
  store: TemplateStore,
  key: RecordKey,
  value: unknown,
  options: NonNullable<Parameters<TemplateStore['put']>[2]>,
): Promise<boolean> {
  try {
    await store.put(key, new TextEncoder().encode(JSON.stringify(value)), options)
    return true
  } catch (error) {
    if (StorageError.isInstance(error) && error.code === 'conflict') return false
    throw error
  }
}

export function decodeJson<Value>(bytes: Uint8Array): Value {
  return JSON.parse(new TextDecoder().decode(bytes)) as Value
}
