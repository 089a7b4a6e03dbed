import type { TemplateStore } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { composition } from '../../test/composition.js'
import { enrolled, frames, three } from '../../test/enrolled.js'
import { createEngine } from '../engine/create-engine.js'

const indexKey = { collection: 'keys', tenantId: 'default', subject: 'index', id: 'index-key' } as const

describe('the index key', () => {
  it('missing beside records is a failure that says what to do, and is not made anew', async () => {
    const { parts } = await enrolled()
    const backup = (await parts.store.get(indexKey))!
    await parts.store.delete(indexKey)
    const engine = createEngine(parts)
    const missing = { code: 'corrupt-store', message: expect.stringMatching(/Restore .* from the backup/) }
    await expect(engine.enroll({ subjectId: 'ada', frames: three() })).rejects.toMatchObject(missing)
    await expect(engine.verify({ subjectId: 'ada', frames: frames({}) })).rejects.toMatchObject(missing)
    expect(await engine.health()).toMatchObject({
      status: 'failing',
      parts: { keys: { status: 'failing', detail: expect.stringMatching(/index key .* is missing/) } },
    })
    expect(await parts.store.get(indexKey)).toBeUndefined()
    await parts.store.put(indexKey, backup.bytes)
    expect((await engine.verify({ subjectId: 'ada', frames: frames({}) })).decision).toBe('accept')
  })

  it('is missed beside audit records too, and only by their tenant', async () => {
    const { store, ...parts } = composition()
    await store.put(
      { collection: 'audit', tenantId: 'default', subject: 'chain', id: '1' },
      new Uint8Array(1),
    )
    const engine = createEngine({ ...parts, store })
    await expect(engine.pseudonym({ subjectId: 'ada' })).rejects.toMatchObject({ code: 'corrupt-store' })
    expect(await engine.pseudonym({ subjectId: 'ada', tenantId: 'other' })).toMatch(/./)
  })

  it('is the same for two processes that start at once on an empty store', async () => {
    const parts = composition()
    const engines = [createEngine(parts), createEngine(parts)]
    const [one, other] = await Promise.all(engines.map((engine) => engine.pseudonym({ subjectId: 'ada' })))
    expect(one).toBe(other)
  })

  it('that another process wrote with its first record between two looks is taken', async () => {
    const { store, ...parts } = composition()
    const first = createEngine({ ...parts, store })
    let looks = 0
    const raced: TemplateStore = {
      ...store,
      async get(key, options) {
        const found = await store.get(key, options)
        if (key.collection === 'keys' && looks++ === 0) {
          await first.enroll({ subjectId: 'ada', frames: three() })
        }
        return found
      },
    }
    const second = createEngine({ ...parts, store: raced })
    expect((await second.verify({ subjectId: 'ada', frames: frames({}) })).decision).toBe('accept')
  })
})
