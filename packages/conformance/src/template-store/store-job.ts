import { type RecordKey, StorageError, type TemplateStore } from '@faceward/spec'

/** Work for a process of its own; plain data, so that it can be passed as JSON. */
export interface StoreJob {
  /** Tells the processes' records apart. */
  readonly worker: string
  /** How many records to write that nobody else writes. */
  readonly writes: number
  /** How many records to create that every worker tries to create. */
  readonly races: number
}

export interface StoreJobResult {
  readonly written: number
  /** How many of the races this worker won. */
  readonly won: number
}

/** What a process started for `StorePlace.runElsewhere` does with the store it opened. */
export async function performStoreJob(store: TemplateStore, job: StoreJob): Promise<StoreJobResult> {
  const tally = { written: 0, won: 0 }
  for (let i = 0; i < Math.max(job.writes, job.races); i++) {
    if (i < job.writes) {
      await store.put(jobKey(job.worker, i), new TextEncoder().encode(`${job.worker} ${i}`))
      tally.written++
    }
    if (i < job.races && (await wins(store, jobKey('race', i), job.worker))) tally.won++
  }
  return tally
}

/** Where a job's record is. */
export function jobKey(worker: string, index: number): RecordKey {
  return { collection: 'challenges', tenantId: 'tenant-a', subject: worker, id: `record-${index}` }
}

async function wins(store: TemplateStore, key: RecordKey, worker: string): Promise<boolean> {
  try {
    await store.put(key, new TextEncoder().encode(worker), { expectedRevision: 0 })
    return true
  } catch (error) {
    if (StorageError.isInstance(error) && error.code === 'conflict') return false
    throw error
  }
}
