import type { CallOptions, Engine, RecordKey, StoredRecord, TemplateStore } from '@faceward/spec'
import { Problem } from '../problems/problem.js'
import { decodeJson, encodeJson } from './json-record.js'
import type { Edit } from './record-editor.js'

/** A record's next value; `delete` removes it, undefined leaves it. */
export type Next<Value> = { readonly value: Value; readonly expiresAtMs?: number } | 'delete' | undefined

export interface VouchedEditOptions<Value> {
  /** What becomes of a record that somebody else wrote; without it the edit refuses. */
  readonly tampered?: () => Next<Value>
}

/**
 * JSON records with a MAC over key, revision and content, under a key that only this engine's key holder has. Whoever
 * can write the store can neither change one, nor put it in another's place, nor set it back to an earlier content
 * under its present revision. Deleting a row, or setting back a whole row with its revision, is out of reach of a MAC
 * (docs/decisions/0080).
 */
export interface VouchedRecords {
  /** The edit throws Problem `record-tampered`. */
  edit<Value>(
    key: RecordKey,
    next: (found: Value | undefined) => Next<Value>,
    options?: VouchedEditOptions<Value>,
  ): Edit
  /** @throws Problem `record-tampered`. */
  read<Value>(key: RecordKey, options?: CallOptions): Promise<Value | undefined>
}

interface Vouched {
  readonly value: unknown
  readonly mac: string
}

export function createVouchedRecords(parts: {
  readonly store: TemplateStore
  readonly engine: Pick<Engine, 'keyedDigest'>
}): VouchedRecords {
  const { store, engine } = parts

  const macOf = ({ collection, tenantId, subject, id }: RecordKey, revision: number, value: unknown) =>
    engine.keyedDigest({
      tenantId,
      purpose: `record ${collection}`,
      text: JSON.stringify([subject, id, revision, value]),
    })

  async function open<Value>({ key, revision, bytes }: StoredRecord): Promise<Value> {
    const { value, mac } = parsed(bytes)
    if (mac !== (await macOf(key, revision, value))) throw new Problem('record-tampered')
    return value as Value
  }

  return {
    edit: (key, next, { tampered } = {}) => ({
      key,
      async changes(found) {
        const expectedRevision = found?.revision ?? 0
        let to: ReturnType<typeof next>
        try {
          to = next(found && (await open(found)))
        } catch (error) {
          if (tampered === undefined || !isTampering(error)) throw error
          to = tampered()
        }
        if (to === undefined) return []
        if (to === 'delete') return [{ key, expectedRevision }]
        const { value, ...expiry } = to
        const bytes = encodeJson({ value, mac: await macOf(key, expectedRevision + 1, value) })
        return [{ key, bytes, expectedRevision, ...expiry }]
      },
    }),

    async read<Value>(key: RecordKey, options?: CallOptions) {
      const found = await store.get(key, options)
      return found && open<Value>(found)
    },
  }
}

/** Whether an error says that a record is not as it was written. */
export function isTampering(error: unknown): boolean {
  return error instanceof Problem && error.code === 'record-tampered'
}

/** Bytes that are not even of the form are as wrong as a MAC that does not fit. */
function parsed(bytes: Uint8Array): Vouched {
  try {
    const found = decodeJson<Partial<Vouched> | null>(bytes)
    return { value: found?.value, mac: found?.mac ?? '' }
  } catch {
    return { value: undefined, mac: '' }
  }
}
