import type { Clock, StoreCapabilities, TemplateStore } from '@faceward/spec'
import type { StoreJob, StoreJobResult } from './store-job.js'

/** What can be done to a store's place to see whether it owns up. */
export type StoreFault = 'damage' | 'full' | 'unwritable'

/** How the kit gets at the stores it is to try. */
export interface TemplateStoreHarness {
  /** What every store must declare; cases that need more are left out and named in the title. */
  readonly capabilities: StoreCapabilities
  /** The faults a place can be given. Without one its case is left out. */
  readonly faults?: readonly StoreFault[]
  /** A fresh, empty place, for one case; stores opened there take their time from the clock. */
  createPlace(options: { readonly clock: Clock }): Promise<StorePlace>
}

/** Where one case's records are: a folder, a schema, a database. */
export interface StorePlace {
  /**
   * Opens the store at this place: the first time, again after it was closed when the store is `durable`,
   * and beside an open one when it is `multiProcess`.
   */
  open(): Promise<TemplateStore>
  /** For `multiProcess`: another process opens the store here, runs `performStoreJob` and closes it. */
  runElsewhere?(job: StoreJob): Promise<StoreJobResult>
  /** For `secureDelete`: how often the bytes occur in everything the closed store left here. */
  countOccurrences?(bytes: Uint8Array): Promise<number>
  /** For fault `damage`: changes the closed store's files so that it cannot work. */
  damage?(): Promise<void>
  /** For fault `full`: opens the store with room for less than 2 MB more. */
  openFull?(): Promise<TemplateStore>
  /** For fault `unwritable`: takes away the right to write, then opens the store. */
  openUnwritable?(): Promise<TemplateStore>
  /** Puts things right, and removes everything. The kit has closed the stores it opened. */
  remove(): Promise<void>
}
