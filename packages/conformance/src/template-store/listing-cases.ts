import { COLLECTIONS } from '@faceward/spec'
import type { ConformanceCase } from '../conformance-case.js'
import { expectError, expectThat } from '../expectation.js'
import { sameBytes } from '../same-bytes.js'
import { allPages, bytesOf, keyWith, withStore } from './store-trial.js'
import type { TemplateStoreHarness } from './template-store-harness.js'

const LISTING = { collection: 'templates', tenantId: 'tenant-a' } as const
const INVALID_KEY = { name: 'StorageError', code: 'invalid-key' } as const

/** That a walk through the records meets each once. */
export function listingCases(harness: TemplateStoreHarness): ConformanceCase[] {
  return [
    {
      name: 'lists by subject, then id, one tenant and collection',
      run: () =>
        withStore(harness, async (store) => {
          for (const [subject, id] of ['b/2', 'a/3', 'b/1', 'a/10', 'ab/0'].map((text) => text.split('/'))) {
            await store.put(keyWith({ subject: subject!, id: id! }), bytesOf(`${subject}/${id}`))
          }
          await store.put(keyWith({ tenantId: 'tenant-b' }), bytesOf('another tenant'))
          await store.put(keyWith({ collection: 'keys' }), bytesOf('another collection'))
          const { records, nextCursor } = await store.list(LISTING)
          const found = records.map(({ key }) => `${key.subject}/${key.id}`).join()
          expectThat(found === 'a/10,a/3,ab/0,b/1,b/2', `in order, got ${found}`)
          expectThat(nextCursor === undefined, 'one page is all')
          for (const { key, bytes } of records) {
            expectThat(sameBytes(bytes, bytesOf(`${key.subject}/${key.id}`)), 'each with its own bytes')
          }
        }),
    },
    {
      name: 'lists one subject when asked',
      run: () =>
        withStore(harness, async (store) => {
          for (const subject of ['subject', 'subject-1', 'subject-10', 'SUBJECT-1', 'subject-2']) {
            for (const id of ['one', 'two']) await store.put(keyWith({ subject, id }), bytesOf('x'))
          }
          const pages = await allPages(store, { ...LISTING, subject: 'subject-1', limit: 1 })
          const found = pages
            .flatMap(({ records }) => records.map(({ key }) => `${key.subject}/${key.id}`))
            .join()
          expectThat(found === 'subject-1/one,subject-1/two', `only its records, got ${found}`)
        }),
    },
    {
      name: 'pages through records without repeating or leaving out any',
      run: () =>
        withStore(harness, async (store) => {
          const ids = Array.from(
            { length: 105 },
            (_, index) => `${['🙂', 'é', '%', '/', 'z'][index % 5]}-${index}`,
          )
          for (const id of ids) await store.put(keyWith({ subject: `s${id.length}`, id }), bytesOf(id))
          const whole = await allPages(store, LISTING)
          expectThat(whole.map(({ records }) => records.length).join() === '100,5', '100 a page unless said')
          const sevens = await allPages(store, { ...LISTING, limit: 7 })
          expectThat(
            sevens.length === 15 && sevens.every(({ records }) => records.length === 7),
            '15 pages of 7',
          )
          const names = (pages: typeof whole) =>
            pages.flatMap((page) => page.records.map(({ key }) => key.id))
          expectThat(
            names(whole).slice().sort().join() === ids.slice().sort().join(),
            'each record is met once',
          )
          expectThat(names(sevens).join() === names(whole).join(), 'in the same order whatever the page size')
        }),
    },
    {
      name: 'keeps a cursor good while records come and go',
      run: () =>
        withStore(harness, async (store) => {
          for (const id of ['b', 'd', 'f', 'h']) await store.put(keyWith({ id }), bytesOf(id))
          const first = await store.list({ ...LISTING, limit: 2 })
          expectThat(first.nextCursor !== undefined, 'there is another page')
          await store.delete(keyWith({ id: 'd' }))
          for (const id of ['a', 'c', 'e', 'g']) await store.put(keyWith({ id }), bytesOf(id))
          await store.put(keyWith({ id: 'f' }), bytesOf('changed'))
          const rest = await allPages(store, { ...LISTING, limit: 2, cursor: first.nextCursor })
          const found = rest.flatMap(({ records }) => records.map(({ key }) => key.id)).join()
          expectThat(found === 'e,f,g,h', `goes on after d, got ${found}`)
        }),
    },
    {
      name: 'names every tenant that has a record, each once',
      run: () =>
        withStore(harness, async (store) => {
          expectThat((await store.tenants()).length === 0, 'an empty store has none')
          const tenants = Array.from(
            { length: 120 },
            (_, index) => `${['t', 'T', 'é', '🙂'][index % 4]}-${index}`,
          )
          for (const [index, tenantId] of tenants.entries()) {
            const collection = COLLECTIONS[index % COLLECTIONS.length]!
            await store.put(keyWith({ collection, tenantId }), bytesOf('x'))
          }
          // Several records make no second tenant, and the last one gone leaves none.
          for (const collection of COLLECTIONS) {
            await store.put(keyWith({ collection, tenantId: tenants[0]!, id: 'more' }), bytesOf('x'))
          }
          await store.put(keyWith({ tenantId: 'gone' }), bytesOf('x'))
          await store.delete(keyWith({ tenantId: 'gone' }))
          const found = (await store.tenants()).toSorted()
          expectThat(
            found.join() === tenants.toSorted().join(),
            `all ${tenants.length} and no other, got ${found.length}`,
          )
        }),
    },
    {
      name: 'refuses page sizes and cursors that are none',
      run: () =>
        withStore(harness, async (store) => {
          for (const limit of [0, -1, 1.5, 1001]) {
            await expectError(() => store.list({ ...LISTING, limit }), INVALID_KEY, `no page of ${limit}`)
          }
          for (const cursor of ['', 'nonsense', '%/%', 'a/b/c']) {
            await expectError(() => store.list({ ...LISTING, cursor }), INVALID_KEY, 'no such cursor')
          }
          await expectError(() => store.list({ ...LISTING, tenantId: '' }), INVALID_KEY, 'no such tenant')
        }),
    },
  ]
}
