import type { Engine, EnrolmentRequest, RecordChange, TemplateStore } from '@faceward/spec'
import { StorageError } from '@faceward/spec'

/** A store and an engine over it that writes a template in one step with what the caller wants beside it. */
export function alongsideEngine(inner: TemplateStore) {
  const asked: { alongside?: EnrolmentRequest['alongside']; replaced?: boolean } = {}
  const counts = { writes: 0, conflicts: 0 }

  async function writeWith(template: RecordChange): Promise<void> {
    const { alongside } = asked
    const replaced = (await inner.get(template.key)) !== undefined
    for (let tries = 0; tries < 100; tries++) {
      counts.writes++
      try {
        await inner.write([template, ...((await alongside?.({ replaced })) ?? [])])
        asked.replaced = replaced
        return
      } catch (error) {
        if (!StorageError.isInstance(error) || error.code !== 'conflict') throw error
        counts.conflicts++
      }
    }
    throw new Error('The head never stood still.')
  }

  const store: TemplateStore = {
    ...inner,
    async put(key, bytes, options = {}) {
      if (key.collection !== 'templates') return inner.put(key, bytes, options)
      const { signal: _, ...expected } = options
      await writeWith({ key, bytes, ...expected })
      return { revision: (await inner.get(key))?.revision ?? 0 }
    },
  }
  const engine = (real: Engine): Engine => ({
    ...real,
    async enroll({ alongside, ...request }) {
      if (alongside !== undefined) asked.alongside = alongside
      const result = await real.enroll(request)
      return result.decision === 'enrolled' ? { ...result, replaced: asked.replaced === true } : result
    },
  })
  return { store, engine, counts }
}
