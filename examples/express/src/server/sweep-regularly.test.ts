import { expect, it } from 'vitest'
import { sweepEveryTenant } from './sweep-regularly.js'

it('sweeps every tenant of the store, and goes on after one that fails', async () => {
  const said: unknown[] = []
  await sweepEveryTenant({
    store: { tenants: async () => ['bank', 'broken', 'no-longer-in-api-keys'] },
    api: {
      async sweep({ dryRun, tenantId = '' }) {
        if (tenantId === 'broken') throw new TypeError('of ada')
        return { dryRun, examined: 3, overdue: [{ subject: 'p', why: 'unused' }] }
      },
    },
    logger: { info: (entry: unknown) => said.push(entry), error: (entry: unknown) => said.push(entry) },
  })
  expect(said).toEqual([
    { event: 'retention', tenantId: 'bank', examined: 3, deleted: 1 },
    { event: 'retention', tenantId: 'broken', name: 'TypeError' },
    { event: 'retention', tenantId: 'no-longer-in-api-keys', examined: 3, deleted: 1 },
  ])
})
