import type { RecordChange, TemplateStore } from '@faceward/spec'

/** A write as several steps, which is what the cases of `write` must notice. */
export async function writeInSteps(store: TemplateStore, changes: readonly RecordChange[]): Promise<void> {
  for (const { key, bytes, ...rest } of changes) {
    if (bytes !== undefined) await store.put(key, bytes, rest)
    else await store.delete(key, rest)
  }
}
