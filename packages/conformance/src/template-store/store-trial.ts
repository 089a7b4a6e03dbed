import {
  type Clock,
  FacewardError,
  type RecordKey,
  type RecordPage,
  type TemplateStore,
} from '@faceward/spec'
import { ConformanceFailure } from '../expectation.js'
import type { StorePlace, TemplateStoreHarness } from './template-store-harness.js'

/** A clock that stands still until told otherwise. */
export interface ManualClock extends Clock {
  advance(ms: number): void
}

/** What a case works with. */
export interface StoreTrial {
  readonly clock: ManualClock
  readonly place: StorePlace
  /** Opens another store at the place; the kit closes it. */
  open(how?: () => Promise<TemplateStore>): Promise<TemplateStore>
}

const START_MS = Date.UTC(2026, 0, 1)

function createManualClock(): ManualClock {
  const state = { ms: START_MS }
  return {
    now: () => state.ms,
    monotonic: () => state.ms - START_MS,
    advance(ms) {
      state.ms += ms
    },
  }
}

/** Runs a check at a place of its own and clears it away whatever happens. An error nobody expected fails the case. */
export async function withPlace(
  harness: TemplateStoreHarness,
  check: (trial: StoreTrial) => Promise<void>,
): Promise<void> {
  const clock = createManualClock()
  const place = await harness.createPlace({ clock })
  const opened: TemplateStore[] = []
  try {
    await check({
      clock,
      place,
      async open(how = () => place.open()) {
        const store = await how()
        opened.push(store)
        return store
      },
    })
  } catch (error) {
    if (!FacewardError.isInstance(error)) throw error
    throw new ConformanceFailure(`unexpected ${error.name} '${error.code}': ${error.message}`)
  } finally {
    await Promise.allSettled(opened.map((store) => store.close()))
    await place.remove()
  }
}

/** As `withPlace`, with a store open at it. */
export function withStore(
  harness: TemplateStoreHarness,
  check: (store: TemplateStore, trial: StoreTrial) => Promise<void>,
): Promise<void> {
  return withPlace(harness, async (trial) => check(await trial.open(), trial))
}

/** A key like any other, with the given members changed. */
export function keyWith(members: Partial<RecordKey> = {}): RecordKey {
  return { collection: 'templates', tenantId: 'tenant-a', subject: 'subject-1', id: 'record-1', ...members }
}

/** The text's UTF-8 bytes. */
export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** Every page of a listing, in order. */
export async function allPages(
  store: TemplateStore,
  listing: Parameters<TemplateStore['list']>[0],
): Promise<readonly RecordPage[]> {
  const pages: RecordPage[] = []
  let page = await store.list(listing)
  pages.push(page)
  // A store that never ends its listing must fail the case, not hang it.
  while (page.nextCursor !== undefined && pages.length < 1000) {
    page = await store.list({ ...listing, cursor: page.nextCursor })
    pages.push(page)
  }
  return pages
}
