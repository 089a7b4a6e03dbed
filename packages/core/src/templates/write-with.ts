import { type CallOptions, type RecordChange, StorageError, type TemplateStore } from '@faceward/spec'

/** Tries until somebody else's changes to the records beside a template are given up on. */
const MOST_TRIES = 20

/**
 * Writes a template and what goes with it in one step, all or none. Where the step fails because somebody changed one
 * of the other records, they are asked for again.
 *
 * @throws StorageError `conflict` when the template itself was changed; `unavailable` after too many tries.
 */
export async function writeWith(
  store: TemplateStore,
  template: RecordChange & { readonly expectedRevision: number },
  alongside: () => Promise<readonly RecordChange[]>,
  options: CallOptions = {},
): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    options.signal?.throwIfAborted()
    try {
      return await store.write([template, ...(await alongside())], options)
    } catch (error) {
      if (!StorageError.isInstance(error) || error.code !== 'conflict') throw error
      const found = await store.get(template.key, options)
      if ((found?.revision ?? 0) !== template.expectedRevision) throw error
    }
  }
  throw new StorageError('The records beside the template are changed by too many at once.', {
    code: 'unavailable',
    retryable: true,
  })
}
