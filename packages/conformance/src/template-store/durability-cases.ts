import { FacewardError, type TemplateStore } from '@faceward/spec'
import type { ConformanceCase } from '../conformance-case.js'
import { ConformanceFailure, expectError, expectThat } from '../expectation.js'
import { sameBytes } from '../same-bytes.js'
import { jobKey } from './store-job.js'
import { allPages, bytesOf, keyWith, withPlace, withStore } from './store-trial.js'
import type { StoreFault, StorePlace, TemplateStoreHarness } from './template-store-harness.js'

const LISTING = { collection: 'templates', tenantId: 'tenant-a' } as const

/** That records outlive processes, deletions outlive records, and faults are owned up to. */
export function durabilityCases(harness: TemplateStoreHarness): ConformanceCase[] {
  return [
    {
      name: 'keeps records over close and reopen',
      ...needs(harness, 'durable'),
      run: () =>
        withStore(harness, async (store, { open, clock }) => {
          await store.put(keyWith(), bytesOf('first'))
          await store.put(keyWith(), bytesOf('second'), { expiresAtMs: clock.now() + 5000 })
          await store.put(keyWith({ id: 'gone' }), bytesOf('x'))
          await store.delete(keyWith({ id: 'gone' }))
          const before = await store.get(keyWith())
          await store.close()
          const reopened = await open()
          const after = await reopened.get(keyWith())
          expectThat(after !== undefined && sameBytes(after.bytes, bytesOf('second')), 'the bytes are kept')
          expectThat(
            after.revision === before?.revision &&
              after.createdAtMs === before.createdAtMs &&
              after.updatedAtMs === before.updatedAtMs &&
              after.expiresAtMs === before.expiresAtMs,
            'with revision and times',
          )
          expectThat(
            (await reopened.get(keyWith({ id: 'gone' }))) === undefined,
            'the deleted one stays away',
          )
        }),
    },
    {
      name: 'shows each of two users of a place what the other did',
      ...needs(harness, 'multiProcess'),
      run: () =>
        withPlace(harness, async ({ open }) => {
          const [one, other] = [await open(), await open()]
          await one.put(keyWith(), bytesOf('first'))
          for (const user of [one, other]) {
            expectThat((await user.get(keyWith()))?.revision === 1, 'a write is seen')
          }
          await other.put(keyWith(), bytesOf('second'), { expectedRevision: 1 })
          expectThat((await one.get(keyWith()))?.revision === 2, 'and an update')
          await expectError(
            () => one.put(keyWith(), bytesOf('third'), { expectedRevision: 1 }),
            { name: 'StorageError', code: 'conflict' },
            'a stale writer gets a conflict',
          )
          expectThat(await other.delete(keyWith()), 'a deletion')
          expectThat((await one.get(keyWith())) === undefined, 'is seen too')
        }),
    },
    {
      name: 'loses no write of two processes, and lets one of them win each race',
      ...needs(harness, 'multiProcess'),
      run: () =>
        withStore(harness, async (store, { place }) => {
          const [writes, races] = [40, 20]
          const run = harnessMember(place, 'runElsewhere')
          const results = await Promise.all(['one', 'two'].map((worker) => run({ worker, writes, races })))
          const won = results.reduce((sum, result) => sum + result.won, 0)
          expectThat(won === races, `each race has one winner: ${won} wins in ${races} races`)
          const { collection, tenantId } = jobKey('one', 0)
          const pages = await allPages(store, { collection, tenantId })
          const found = pages.reduce((sum, { records }) => sum + records.length, 0)
          expectThat(found === 2 * writes + races, `every write is there: ${found} of ${2 * writes + races}`)
        }),
    },
    {
      name: 'leaves no byte of a deleted subject behind',
      ...needs(harness, 'secureDelete'),
      run: () =>
        withStore(harness, async (store, { place }) => {
          const count = harnessMember(place, 'countOccurrences')
          const [victim, bystander] = [marker('victim'), marker('bystander')]
          for (let i = 0; i < 30; i++) {
            await store.put(keyWith({ subject: `other-${i}`, id: `${i}` }), bystander)
            if (i % 3 === 0) await store.put(keyWith({ subject: 'victim', id: `${i}` }), victim)
          }
          // Overwritten bytes are the subject's too.
          await store.put(keyWith({ subject: 'victim', id: '0' }), new Uint8Array(100))
          await store.deleteSubject('tenant-a', 'victim')
          await store.close()
          const [left, kept] = [await count(victim.subarray(0, 32)), await count(bystander.subarray(0, 32))]
          expectThat(kept > 0, 'the scan finds what was not deleted')
          expectThat(left === 0, `nothing of the deleted subject is left, found ${left} pieces`)
        }),
    },
    {
      name: 'reports a damaged place as corrupt and hands out nothing',
      ...needsFault(harness, 'damage'),
      run: () =>
        withStore(harness, async (store, { open, place }) => {
          for (let i = 0; i < 50; i++) await store.put(keyWith({ id: `${i}` }), marker(`${i}`))
          await store.close()
          await harnessMember(place, 'damage')()
          await expectError(
            async () => {
              const reopened = await open()
              await allPages(reopened, LISTING)
            },
            { name: 'StorageError', code: 'corrupt-store' },
            'a damaged store',
          )
        }),
    },
    {
      name: 'reports a full place and keeps what was there, whole',
      ...needsFault(harness, 'full'),
      run: () =>
        withStore(harness, async (store, { open, place }) => {
          await store.put(keyWith(), bytesOf('was there'))
          await store.close()
          const full = await open(harnessMember(place, 'openFull'))
          const acknowledged = await fill(full)
          const record = await full.get(keyWith())
          expectThat(record !== undefined && sameBytes(record.bytes, bytesOf('was there')), 'it still reads')
          const pages = await allPages(full, { ...LISTING, subject: 'filler' })
          const records = pages.flatMap((page) => page.records)
          expectThat(records.length === acknowledged, 'each acknowledged write is there, and no other')
          for (const { bytes } of records) {
            const isWhole = FILLERS.some((filler) => sameBytes(bytes, filler))
            expectThat(isWhole, 'and is whole')
          }
          expectThat(await full.delete(keyWith()), 'deleting still works')
        }),
    },
    {
      name: 'reports an unwritable place',
      ...needsFault(harness, 'unwritable'),
      run: () =>
        withStore(harness, async (store, { open, place }) => {
          await store.put(keyWith(), bytesOf('x'))
          await store.close()
          await expectError(
            async () => {
              const unwritable = await open(harnessMember(place, 'openUnwritable'))
              await unwritable.put(keyWith(), bytesOf('y'))
            },
            { name: 'StorageError', code: 'permission-denied' },
            'an unwritable store',
          )
        }),
    },
    {
      name: 'says that it is failing while it cannot be written, and well again afterwards',
      ...(harness.faults?.includes('full') ? {} : needsFault(harness, 'unwritable')),
      run: () =>
        withStore(harness, async (store, { open, place }) => {
          await store.put(keyWith(), bytesOf('x'))
          await store.close()
          if (harness.faults?.includes('full')) {
            const full = await open(harnessMember(place, 'openFull'))
            expectThat((await full.health()).status === 'ok', 'there is room yet')
            await fill(full)
            expectThat((await full.health()).status === 'failing', 'a full store is failing')
            await full.deleteSubject('tenant-a', 'filler')
            expectThat((await full.health()).status === 'ok', 'and well once there is room again')
            const { records } = await full.list(LISTING)
            expectThat(records.length === 1, 'and leaves no record of its own')
            await full.close()
          }
          if (harness.faults?.includes('unwritable')) {
            // A store that refuses to open has said it as well.
            const unwritable = await open(harnessMember(place, 'openUnwritable')).catch(() => undefined)
            const health = await unwritable?.health()
            expectThat(health?.status !== 'ok', 'a store that nothing can be written to is failing')
          }
        }),
    },
  ]
}

/** Large records until none fits, then small ones. */
const FILLERS = [64, 4, 1].map((kilobytes) =>
  Uint8Array.from({ length: kilobytes * 1024 }, (_, index) => (index * 7) & 0xff),
)

/** Writes until the store says it is full, whatever the size; how many writes it acknowledged. */
async function fill(store: TemplateStore): Promise<number> {
  let acknowledged = 0
  for (const bytes of FILLERS) {
    const before = acknowledged
    while (await takes(store, acknowledged, bytes)) {
      acknowledged++
      if (acknowledged - before > 2000) throw new ConformanceFailure('the store never says that it is full')
    }
  }
  return acknowledged
}

/** False when the store says that it is full. */
async function takes(store: TemplateStore, index: number, bytes: Uint8Array): Promise<boolean> {
  try {
    await store.put(keyWith({ subject: 'filler', id: String(index).padStart(5, '0') }), bytes)
    return true
  } catch (error) {
    const code = FacewardError.isInstance(error) ? `${error.name} '${error.code}'` : String(error)
    expectThat(code === "StorageError 'full'", `a full store says so, not ${code}`)
    return false
  }
}

/** 5 KB in which any 32 bytes in a row at a multiple of 32 are the same, and nothing else's. */
function marker(name: string): Uint8Array {
  const unit = bytesOf(`<residue of ${name}>`.padEnd(32, '.'))
  return Uint8Array.from({ length: 5120 }, (_, index) => unit[index % 32]!)
}

function needs(
  { capabilities }: TemplateStoreHarness,
  capability: keyof TemplateStoreHarness['capabilities'],
): { skipped?: string } {
  return capabilities[capability] ? {} : { skipped: `the store does not declare ${capability}` }
}

function needsFault({ faults = [] }: TemplateStoreHarness, fault: StoreFault): { skipped?: string } {
  return faults.includes(fault) ? {} : { skipped: `the harness does not declare the fault ${fault}` }
}

/** A member that a declared capability or fault makes necessary. */
function harnessMember<Member extends keyof StorePlace>(
  place: StorePlace,
  member: Member,
): NonNullable<StorePlace[Member]> {
  const found = place[member]
  if (found === undefined)
    throw new ConformanceFailure(`the harness declares what needs ${member}, but has none`)
  return found.bind(place) as NonNullable<StorePlace[Member]>
}
