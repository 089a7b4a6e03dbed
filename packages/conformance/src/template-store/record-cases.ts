import { type Collection, type RecordKey, SPECIFICATION_VERSION } from '@faceward/spec'
import type { ConformanceCase } from '../conformance-case.js'
import { expectError, expectThat } from '../expectation.js'
import { sameBytes } from '../same-bytes.js'
import { bytesOf, keyWith, withStore } from './store-trial.js'
import type { TemplateStoreHarness } from './template-store-harness.js'

const INVALID_KEY = { name: 'StorageError', code: 'invalid-key' } as const

/** What a record is, and that no two become one. */
export function recordCases(harness: TemplateStoreHarness): ConformanceCase[] {
  return [
    {
      name: 'declares its version, its id and the capabilities it was said to have',
      run: () =>
        withStore(harness, async (store) => {
          expectThat(store.specificationVersion === SPECIFICATION_VERSION, 'specificationVersion is v1')
          expectThat(typeof store.id === 'string' && store.id.length > 0, 'id is a name')
          for (const capability of ['durable', 'multiProcess', 'secureDelete'] as const) {
            const declared = store.capabilities[capability]
            expectThat(declared === harness.capabilities[capability], `${capability} is declared`)
          }
        }),
    },
    {
      name: 'gives back 0 B to 1 MB of every byte value',
      run: () =>
        withStore(harness, async (store) => {
          for (const size of [0, 1, 255, 5 * 1024, 65_537, 1024 * 1024]) {
            const bytes = Uint8Array.from({ length: size }, (_, index) => (index * 31 + (index >> 8)) & 0xff)
            const key = keyWith({ id: `size-${size}` })
            await store.put(key, bytes)
            const record = await store.get(key)
            expectThat(record !== undefined && sameBytes(record.bytes, bytes), `${size} bytes come back`)
            expectThat(record.bytes.constructor === Uint8Array, 'bytes are a plain Uint8Array')
          }
        }),
    },
    {
      name: 'knows nothing of a record that was never put',
      run: () =>
        withStore(harness, async (store) => {
          await store.put(keyWith({ id: 'present' }), bytesOf('x'))
          expectThat((await store.get(keyWith({ id: 'absent' }))) === undefined, 'absent is undefined')
        }),
    },
    {
      name: 'keeps ids of every script and of the longest length apart',
      run: () => keepsApart(harness, scriptKeys()),
    },
    {
      name: 'keeps neighbours apart: prefixes, wildcards, case, accents, parts that touch',
      run: () => keepsApart(harness, neighbourKeys()),
    },
    {
      name: 'keeps tenants, subjects and collections apart',
      run: () =>
        keepsApart(harness, [
          ...(['templates', 'keys', 'challenges', 'attempts', 'idempotency', 'audit'] as const).map(
            (collection) => keyWith({ collection }),
          ),
          keyWith({ tenantId: 'tenant-b' }),
          keyWith({ subject: 'subject-2' }),
        ]),
    },
    {
      name: 'refuses keys that some store could not keep apart',
      run: () =>
        withStore(harness, async (store) => {
          const wrong = [
            ...['', 'a\0b', '\ud83d', 'x'.repeat(256)].flatMap((text) => [
              keyWith({ tenantId: text }),
              keyWith({ subject: text }),
              keyWith({ id: text }),
            ]),
            keyWith({ collection: 'faces' as Collection }),
          ]
          for (const key of wrong) {
            await expectError(() => store.put(key, bytesOf('x')), INVALID_KEY, 'put refuses a wrong key')
            await expectError(() => store.get(key), INVALID_KEY, 'get refuses a wrong key')
            await expectError(() => store.delete(key), INVALID_KEY, 'delete refuses a wrong key')
          }
          await expectError(
            () => store.deleteSubject('tenant-a', ''),
            INVALID_KEY,
            'deleteSubject refuses one',
          )
        }),
    },
    {
      name: 'takes the bytes at the call: the caller may change its buffer at once',
      run: () =>
        withStore(harness, async (store) => {
          const buffer = bytesOf('as it was')
          const writing = store.put(keyWith(), buffer)
          buffer.fill(0)
          await writing
          const record = await store.get(keyWith())
          expectThat(record !== undefined && sameBytes(record.bytes, bytesOf('as it was')), 'stored as given')
        }),
    },
    {
      name: 'takes the bytes of a view, not of the buffer behind it',
      run: () =>
        withStore(harness, async (store) => {
          await store.put(keyWith(), bytesOf('before-WITHIN-after').subarray(7, 13))
          const record = await store.get(keyWith())
          expectThat(
            record !== undefined && sameBytes(record.bytes, bytesOf('WITHIN')),
            'only the view is stored',
          )
        }),
    },
    {
      name: 'hands out copies: changing a record changes nothing in the store',
      run: () =>
        withStore(harness, async (store) => {
          await store.put(keyWith(), bytesOf('as it was'))
          const listing = { collection: 'templates', tenantId: 'tenant-a' } as const
          ;(await store.get(keyWith()))?.bytes.fill(0)
          for (const record of (await store.list(listing)).records) record.bytes.fill(0)
          const [listed] = (await store.list(listing)).records
          const got = await store.get(keyWith())
          expectThat(got !== undefined && sameBytes(got.bytes, bytesOf('as it was')), 'get still gives it')
          expectThat(
            listed !== undefined && sameBytes(listed.bytes, bytesOf('as it was')),
            'list still gives it',
          )
        }),
    },
  ]
}

function scriptKeys(): RecordKey[] {
  const texts = [
    'Åsa',
    '王小明',
    'محمد',
    '🙂🙃',
    '\u{10ffff}',
    '\ue000',
    'a\nb\t',
    "'; DROP TABLE x;--",
    '../../etc',
  ]
  // Two that differ only in their last character, and the most bytes a key can have.
  const longest = ['x', 'y', '王'].map((last) => '王'.repeat(254) + last)
  return [
    ...[...texts, ...longest].flatMap((text) => [
      keyWith({ id: text }),
      keyWith({ subject: text }),
      keyWith({ tenantId: text }),
    ]),
    ...longest.map((text) => keyWith({ tenantId: longest[2]!, subject: longest[2]!, id: text })),
  ]
}

function neighbourKeys(): RecordKey[] {
  const ids = [
    'a',
    'A',
    'a ',
    ' a',
    'ab',
    'a%',
    'a_',
    'a*',
    'a\\',
    'a/',
    'a:b',
    '%',
    '_',
    'é',
    'e\u0301',
    '1',
    '01',
  ]
  return [
    ...ids.map((id) => keyWith({ id })),
    keyWith({ tenantId: 'ab', subject: 'c', id: 'd' }),
    keyWith({ tenantId: 'a', subject: 'bc', id: 'd' }),
    keyWith({ tenantId: 'a', subject: 'b', id: 'cd' }),
    keyWith({ tenantId: 'a/b', subject: 'c', id: 'd' }),
    keyWith({ tenantId: 'a', subject: 'b/c', id: 'd' }),
    keyWith({ tenantId: 'a', subject: 'b', id: 'c/d' }),
  ]
}

/** Puts each key's own bytes, then reads all: a key that fell together with another gives the other's. */
async function keepsApart(harness: TemplateStoreHarness, keys: readonly RecordKey[]): Promise<void> {
  await withStore(harness, async (store) => {
    for (const [index, key] of keys.entries()) {
      const { revision } = await store.put(key, bytesOf(`record ${index}`))
      expectThat(revision === 1, `key ${index} is a new record`)
    }
    for (const [index, key] of keys.entries()) {
      const record = await store.get(key)
      expectThat(
        record !== undefined && sameBytes(record.bytes, bytesOf(`record ${index}`)),
        `key ${index} gives its own bytes`,
      )
      expectThat(
        record.key.collection === key.collection &&
          record.key.tenantId === key.tenantId &&
          record.key.subject === key.subject &&
          record.key.id === key.id,
        `key ${index} comes back as it was`,
      )
    }
  })
}
