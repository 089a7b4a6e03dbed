import type { StoreHealth } from '@faceward/spec'
import { StorageError } from '@faceward/spec'

/** How a store answers `health`: cheaply, but not by hope. */
export interface StoreProbe {
  /** Told of whatever a call of the store failed with. */
  note(failure: unknown): void
  /** Reads, or writes and takes back what it wrote. Every other failure than a StorageError is thrown. */
  health(tries: {
    readonly read: () => Promise<void>
    readonly write: () => Promise<void>
  }): Promise<StoreHealth>
}

const WRITE_EVERY_MS = 10_000

/** Bytes to be written by a probe: more than any record of the engine has, so that what passes it passes. */
export const PROBE_BYTES = 16_384

/**
 * The health of a store by trying it: a store that reads may still be full or read-only. It is written to every ten
 * seconds at most; but after a call that failed every time, until a write works again.
 */
export function createStoreProbe(clock: { now(): number }): StoreProbe {
  const state: { writtenAtMs?: number } = {}
  const isDue = () =>
    state.writtenAtMs === undefined || Math.abs(clock.now() - state.writtenAtMs) >= WRITE_EVERY_MS
  return {
    note(failure) {
      // What the caller asked for wrongly says nothing of the store.
      const isCallers =
        !StorageError.isInstance(failure) || failure.code === 'conflict' || failure.code === 'invalid-key'
      if (!isCallers) delete state.writtenAtMs
    },
    async health({ read, write }) {
      try {
        if (isDue()) {
          await write()
          state.writtenAtMs = clock.now()
        } else await read()
        return { status: 'ok' }
      } catch (error) {
        if (!StorageError.isInstance(error)) throw error
        delete state.writtenAtMs
        return { status: 'failing', detail: error.message }
      }
    },
  }
}
