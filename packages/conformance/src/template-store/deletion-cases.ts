import { COLLECTIONS } from '@faceward/spec'
import type { ConformanceCase } from '../conformance-case.js'
import { expectError, expectThat } from '../expectation.js'
import { sameBytes } from '../same-bytes.js'
import { bytesOf, keyWith, withStore } from './store-trial.js'
import type { TemplateStoreHarness } from './template-store-harness.js'

/** That what is deleted or past its time is gone, and nothing else. */
export function deletionCases(harness: TemplateStoreHarness): ConformanceCase[] {
  return [
    {
      name: 'deletes a record once',
      run: () =>
        withStore(harness, async (store) => {
          await store.put(keyWith(), bytesOf('x'))
          await store.put(keyWith({ id: 'record-2' }), bytesOf('y'))
          expectThat((await store.delete(keyWith())) === true, 'the first deletion is true')
          expectThat((await store.delete(keyWith())) === false, 'the second is false')
          expectThat((await store.get(keyWith())) === undefined, 'the record is gone')
          expectThat((await store.get(keyWith({ id: 'record-2' }))) !== undefined, 'its neighbour is not')
        }),
    },
    {
      name: 'deletes only the expected revision',
      run: () =>
        withStore(harness, async (store) => {
          await store.put(keyWith(), bytesOf('first'))
          await store.put(keyWith(), bytesOf('second'))
          await expectError(
            () => store.delete(keyWith(), { expectedRevision: 1 }),
            { name: 'StorageError', code: 'conflict' },
            'revision 2 is not 1',
          )
          expectThat((await store.get(keyWith()))?.revision === 2, 'the record is as it was')
          expectThat(await store.delete(keyWith(), { expectedRevision: 2 }), 'the right revision is deleted')
          expectThat((await store.delete(keyWith(), { expectedRevision: 2 })) === false, 'absent is false')
        }),
    },
    {
      name: 'starts again at revision 1 after a deletion',
      run: () =>
        withStore(harness, async (store, { clock }) => {
          await store.put(keyWith(), bytesOf('first'))
          await store.put(keyWith(), bytesOf('second'))
          await store.delete(keyWith())
          clock.advance(1000)
          const { revision } = await store.put(keyWith(), bytesOf('anew'), { expectedRevision: 0 })
          expectThat(revision === 1, 'the record is a new one')
          expectThat(
            (await store.get(keyWith()))?.createdAtMs === clock.now(),
            'with its own time of creation',
          )
        }),
    },
    {
      name: 'deletes a subject from every collection but audit, and nobody else',
      run: () =>
        withStore(harness, async (store) => {
          const bystanders = [
            keyWith({ subject: 'subject-10' }),
            keyWith({ subject: 'subject-' }),
            keyWith({ subject: 'SUBJECT-1' }),
            keyWith({ tenantId: 'tenant-b' }),
            keyWith({ collection: 'audit' }),
          ]
          for (const key of bystanders) await store.put(key, bytesOf('stays'))
          for (const collection of COLLECTIONS.filter((one) => one !== 'audit')) {
            await store.put(keyWith({ collection, id: 'one' }), bytesOf('goes'))
            await store.put(keyWith({ collection, id: 'two' }), bytesOf('goes'))
          }
          expectThat((await store.deleteSubject('tenant-a', 'subject-1')) === 10, 'ten records are deleted')
          for (const collection of COLLECTIONS) {
            for (const id of ['one', 'two']) {
              expectThat(
                (await store.get(keyWith({ collection, id }))) === undefined,
                `none in ${collection}`,
              )
            }
          }
          for (const [index, key] of bystanders.entries()) {
            expectThat((await store.get(key)) !== undefined, `bystander ${index} is still there`)
          }
          expectThat((await store.deleteSubject('tenant-a', 'subject-1')) === 0, 'again, there are none')
        }),
    },
    {
      name: 'counts an expired record as absent',
      run: () =>
        withStore(harness, async (store, { clock }) => {
          const lasting = keyWith({ id: 'lasting' })
          await store.put(lasting, bytesOf('lasts'))
          for (const id of ['got', 'listed', 'deleted', 'replaced']) {
            await store.put(keyWith({ id }), bytesOf('first'))
            await store.put(keyWith({ id }), bytesOf('second'), { expiresAtMs: clock.now() + 1000 })
          }
          clock.advance(999)
          const record = await store.get(keyWith({ id: 'got' }))
          expectThat(record?.expiresAtMs === clock.now() + 1, 'a millisecond before, it is there')
          clock.advance(1)
          expectThat((await store.get(keyWith({ id: 'got' }))) === undefined, 'then get knows nothing of it')
          expectThat((await store.delete(keyWith({ id: 'deleted' }))) === false, 'delete finds nothing')
          const { records } = await store.list({ collection: 'templates', tenantId: 'tenant-a' })
          expectThat(records.map(({ key }) => key.id).join() === 'lasting', 'list leaves it out')
          const anew = await store.put(keyWith({ id: 'replaced' }), bytesOf('third'), { expectedRevision: 0 })
          expectThat(anew.revision === 1, 'a write makes a new record')
          const replaced = await store.get(keyWith({ id: 'replaced' }))
          expectThat(replaced?.createdAtMs === clock.now(), 'with its own time of creation')
          expectThat((await store.get(lasting)) !== undefined, 'a record without an end stays')
        }),
    },
    {
      name: 'takes the end of a record from its last write',
      run: () =>
        withStore(harness, async (store, { clock }) => {
          const expiresAtMs = clock.now() + 1000
          for (const id of ['without', 'later'])
            await store.put(keyWith({ id }), bytesOf('x'), { expiresAtMs })
          await store.put(keyWith({ id: 'without' }), bytesOf('y'))
          await store.put(keyWith({ id: 'later' }), bytesOf('y'), { expiresAtMs: expiresAtMs + 5000 })
          clock.advance(2000)
          const without = await store.get(keyWith({ id: 'without' }))
          expectThat(
            without !== undefined && !('expiresAtMs' in without),
            'a write without an end removes it',
          )
          expectThat(sameBytes(without.bytes, bytesOf('y')), 'with the bytes of the last write')
          const later = await store.get(keyWith({ id: 'later' }))
          expectThat(later?.expiresAtMs === expiresAtMs + 5000, 'a later end moves it')
        }),
    },
  ]
}
