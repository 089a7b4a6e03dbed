import {
  brokenTemplateStores,
  describeConformance,
  type TemplateStoreHarness,
  templateStoreCases,
} from '@faceward/conformance'
import { describe, expect, it } from 'vitest'
import { createMemoryStore } from './memory-store.js'

const harness: TemplateStoreHarness = {
  capabilities: { durable: false, multiProcess: false, secureDelete: false },
  async createPlace({ clock }) {
    return { open: async () => createMemoryStore({ clock }), remove: async () => {} }
  },
}
const cases = templateStoreCases(harness)

describeConformance({ describe, it }, 'conformance of the memory store', cases)

describe('every conformance case catches its broken double', () => {
  it('has a double for every case', () => {
    const caught = brokenTemplateStores.map(({ caughtBy }) => caughtBy)
    expect(caught.sort()).toEqual(cases.map(({ name }) => name).sort())
  })

  const applicable = new Set(cases.filter(({ skipped }) => skipped === undefined).map(({ name }) => name))
  for (const { caughtBy, breakPlace } of brokenTemplateStores.filter((one) => applicable.has(one.caughtBy))) {
    it(caughtBy, async () => {
      const broken = templateStoreCases({
        ...harness,
        createPlace: async (options) => breakPlace(await harness.createPlace(options)),
      })
      const promise = broken.find(({ name }) => name === caughtBy)!.run()
      await expect(promise).rejects.toHaveProperty('name', 'ConformanceFailure')
    })
  }
})

describe('createMemoryStore', () => {
  it('refuses options it does not know', () => {
    expect(() => createMemoryStore({ path: 'x' } as never)).toThrow(/does not know path/)
  })

  it('sweeps expired records when another that expires comes', async () => {
    let now = 0
    const store = createMemoryStore({ clock: { now: () => now } })
    const key = { collection: 'challenges', tenantId: 't', subject: 's' } as const
    for (let i = 0; i < 20; i++) {
      await store.put({ ...key, id: `${i}` }, new Uint8Array(1), { expiresAtMs: now + 10 })
      now += 10
    }
    expect((await store.health()).detail).toBe('1 records in memory')
  })
})
