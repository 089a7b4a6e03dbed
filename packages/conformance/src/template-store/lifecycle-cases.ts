import type { ConformanceCase } from '../conformance-case.js'
import { expectError, expectReason, expectThat } from '../expectation.js'
import { bytesOf, keyWith, withStore } from './store-trial.js'
import type { TemplateStoreHarness } from './template-store-harness.js'

const LISTING = { collection: 'templates', tenantId: 'tenant-a' } as const
const DISPOSED = { name: 'DisposedError', code: 'disposed' } as const

/** That a store starts, stops and lets itself be stopped. */
export function lifecycleCases(harness: TemplateStoreHarness): ConformanceCase[] {
  return [
    {
      name: 'says that it is well',
      run: () =>
        withStore(harness, async (store) => {
          await store.put(keyWith({ subject: 'SUBJECT-IN-HEALTH' }), bytesOf('x'))
          const health = await store.health()
          expectThat(health.status === 'ok', `a working store is ok, not ${health.status}`)
          expectThat(!JSON.stringify(health).includes('IN-HEALTH'), 'and names no record')
        }),
    },
    {
      name: 'closes once and for all, however often it is asked',
      run: () =>
        withStore(harness, async (store) => {
          await store.put(keyWith(), bytesOf('x'))
          await Promise.all([store.close(), store.close()])
          await store.close()
          const calls = {
            get: () => store.get(keyWith()),
            put: () => store.put(keyWith(), bytesOf('x')),
            delete: () => store.delete(keyWith()),
            deleteSubject: () => store.deleteSubject('tenant-a', 'subject-1'),
            list: () => store.list(LISTING),
            tenants: () => store.tenants(),
            health: () => store.health(),
          }
          for (const [name, call] of Object.entries(calls)) {
            await expectError(call, DISPOSED, `${name} after close`)
          }
        }),
    },
    {
      name: 'finishes what is under way before it closes',
      run: () =>
        withStore(harness, async (store, { open }) => {
          const writes = Array.from({ length: 20 }, (_, i) =>
            store.put(keyWith({ id: `record-${i}` }), bytesOf('x')),
          )
          // Failures are looked at below; until then they must not count as unhandled.
          const settled = Promise.allSettled(writes)
          await store.close()
          const failed = (await settled).filter(({ status }) => status === 'rejected').length
          expectThat(failed === 0, `every write begun before close is finished, ${failed} were not`)
          if (!harness.capabilities.durable) return
          const { records } = await (await open()).list(LISTING)
          expectThat(records.length === 20, `and all are there afterwards, ${records.length} are`)
        }),
    },
    {
      name: 'does nothing in a call that was aborted before it began',
      run: () =>
        withStore(harness, async (store) => {
          await store.put(keyWith(), bytesOf('stays'))
          const reason = new Error('enough')
          const signal = AbortSignal.abort(reason)
          const calls = {
            get: () => store.get(keyWith(), { signal }),
            put: () => store.put(keyWith({ id: 'other' }), bytesOf('x'), { signal }),
            delete: () => store.delete(keyWith(), { signal }),
            deleteSubject: () => store.deleteSubject('tenant-a', 'subject-1', { signal }),
            list: () => store.list({ ...LISTING, signal }),
            tenants: () => store.tenants({ signal }),
            health: () => store.health({ signal }),
          }
          for (const [name, call] of Object.entries(calls)) {
            await expectReason(call, reason, `${name} rejects with the signal's reason`)
          }
          const { records } = await store.list(LISTING)
          expectThat(records.map(({ key }) => key.id).join() === 'record-1', 'and nothing was changed')
        }),
    },
  ]
}
