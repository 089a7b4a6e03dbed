import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from 'libsql'

const TRIES = 20

/** Gets deleted bytes out of the write-ahead log. */
export interface Eraser {
  /** Empties the log; when another process reads, tries for about a fifth of a second, and leaves it due. */
  erase(): Promise<void>
  /** Tries once more if it was left due. */
  catchUp(): Promise<void>
  isDue(): boolean
}

/**
 * `secure_delete` overwrites bytes in the database, but the log still has them until it is copied there and
 * truncated. A reader in another process puts that off; a failure to do it is not a failure of the deletion,
 * which is done and durable, so none is thrown.
 */
export function createEraser(database: Database): Eraser {
  const state = { due: false }
  const truncate = () => {
    try {
      const [outcome] = database.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
      state.due = outcome?.busy !== 0
    } catch {
      state.due = true
    }
  }
  return {
    async erase() {
      truncate()
      for (let tries = 1; state.due && tries < TRIES; tries++) {
        await delay(1 + Math.random() * 20)
        truncate()
      }
    },
    async catchUp() {
      if (state.due) truncate()
    },
    isDue: () => state.due,
  }
}
