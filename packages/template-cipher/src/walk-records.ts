import type { CallOptions, Collection, StoredRecord, TemplateStore } from '@faceward/spec'

/** Where a walk can go on: after the page this cursor ends. */
export interface WalkPosition {
  readonly collection: Collection
  readonly cursor?: string
}

export interface Walk extends CallOptions {
  readonly store: TemplateStore
  readonly tenantId: string
  readonly collections: readonly Collection[]
  /** From an earlier walk; the collections before it are passed over. */
  readonly from?: WalkPosition
}

/** The records of a tenant, page by page, with the position behind each page. */
export async function* walkRecords({ store, tenantId, collections, from, signal }: Walk): AsyncGenerator<{
  readonly records: readonly StoredRecord[]
  readonly next: WalkPosition | undefined
}> {
  const start = from === undefined ? 0 : Math.max(0, collections.indexOf(from.collection))
  const state: { cursor: string | undefined } = { cursor: from?.cursor }
  for (const [index, collection] of collections.entries()) {
    if (index < start) continue
    do {
      const page = await store.list({
        collection,
        tenantId,
        ...(state.cursor === undefined ? {} : { cursor: state.cursor }),
        ...(signal && { signal }),
      })
      state.cursor = page.nextCursor
      const following = collections[index + 1]
      const next =
        page.nextCursor !== undefined
          ? { collection, cursor: page.nextCursor }
          : following && { collection: following }
      yield { records: page.records, next }
    } while (state.cursor !== undefined)
  }
}
