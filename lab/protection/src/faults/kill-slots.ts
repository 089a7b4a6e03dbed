import { createHash } from 'node:crypto'
import type { RecordKey, TemplateStore } from '@faceward/spec'
import { openPostgresStore } from '@faceward/storage-postgres'
import { openSqliteStore } from '@faceward/storage-sqlite'

export type StoreKind = 'sqlite' | 'postgres'

/** About a sealed template of two models. */
const RECORD_BYTES = 5120

/** One of the records that are written over and over. */
export function slotKey(slot: number): RecordKey {
  return { collection: 'templates', tenantId: 'kill', subject: `subject-${slot}`, id: 'face' }
}

/** What a slot holds at a revision: other bytes for each, so that a torn or mixed record is seen. */
export function contentOf(slot: number, revision: number): Uint8Array {
  const content = new Uint8Array(RECORD_BYTES)
  const seed = createHash('sha256').update(`${slot} ${revision}`).digest()
  for (let at = 0; at < RECORD_BYTES; at += seed.length) content.set(seed, at)
  return content
}

export async function openStore(kind: StoreKind, location: string): Promise<TemplateStore> {
  return kind === 'postgres' ? openPostgresStore({ url: location }) : openSqliteStore({ path: location })
}

/** What a look at every slot found. */
export interface SlotCheck {
  /** Slots older than what was acknowledged. */
  readonly lost: number
  /** Slots whose bytes are not those of their revision. */
  readonly corrupt: number
}

/** Compares every slot with the last revision that was acknowledged. */
export async function checkSlots(
  store: TemplateStore,
  acknowledged: ReadonlyMap<number, number>,
): Promise<SlotCheck> {
  const tally = { lost: 0, corrupt: 0 }
  for (const [slot, revision] of acknowledged) {
    const record = await store.get(slotKey(slot))
    // One more may have been written than was acknowledged: the kill came between.
    if (record === undefined || record.revision < revision) tally.lost++
    else if (record.revision > revision + 1 || !isWhole(record.bytes, contentOf(slot, record.revision))) {
      tally.corrupt++
    }
  }
  return tally
}

function isWhole(bytes: Uint8Array, expected: Uint8Array): boolean {
  return Buffer.compare(bytes, expected) === 0
}
