import { type RecordChange, StorageError } from '@faceward/spec'
import type { ConformanceCase } from '../conformance-case.js'
import { expectError, expectThat } from '../expectation.js'
import { sameBytes } from '../same-bytes.js'
import { bytesOf, keyWith, withStore } from './store-trial.js'
import type { TemplateStoreHarness } from './template-store-harness.js'

const CONFLICT = { name: 'StorageError', code: 'conflict' } as const
const INVALID = { name: 'StorageError', code: 'invalid-key' } as const
const RACERS = 30

const counter = keyWith({ collection: 'attempts', subject: 'all', id: 'counter' })
const ticket = keyWith({ collection: 'challenges', id: 'ticket' })
const entry = (number: number) => keyWith({ collection: 'audit', subject: 'chain', id: `entry-${number}` })

/** That changes of several records are one step. */
export function writeCases(harness: TemplateStoreHarness): ConformanceCase[] {
  return [
    {
      name: 'puts and deletes several records in one write',
      run: () =>
        withStore(harness, async (store, { clock }) => {
          await store.put(counter, bytesOf('1'))
          await store.put(ticket, bytesOf('single use'))
          const expiresAtMs = clock.now() + 1000
          await store.write([
            { key: counter, bytes: bytesOf('2'), expectedRevision: 1 },
            { key: ticket, expectedRevision: 1 },
            { key: entry(1), bytes: bytesOf('event'), expectedRevision: 0, expiresAtMs },
            { key: keyWith({ id: 'nowhere' }) },
          ])
          const counted = await store.get(counter)
          expectThat(counted?.revision === 2 && sameBytes(counted.bytes, bytesOf('2')), 'the counter is put')
          expectThat((await store.get(ticket)) === undefined, 'the ticket is deleted')
          expectThat(
            (await store.get(entry(1)))?.expiresAtMs === expiresAtMs,
            'the entry is put, with its end',
          )
        }),
    },
    {
      name: 'writes nothing when one of the revisions is another',
      run: () =>
        withStore(harness, async (store) => {
          await store.put(counter, bytesOf('1'))
          const refused: readonly RecordChange[] = [
            { key: counter, bytes: bytesOf('x'), expectedRevision: 2 },
            { key: entry(1), bytes: bytesOf('x'), expectedRevision: 1 },
            { key: ticket, expectedRevision: 1 },
          ]
          for (const change of refused) {
            const others: readonly RecordChange[] = [
              { key: entry(2), bytes: bytesOf('x') },
              { key: keyWith(), bytes: bytesOf('x') },
            ]
            for (const changes of [
              [...others, change],
              [change, ...others],
            ]) {
              await expectError(() => store.write(changes), CONFLICT, 'a write over another revision')
            }
          }
          for (const key of [entry(1), entry(2), ticket, keyWith()]) {
            expectThat((await store.get(key)) === undefined, `nothing is left in ${key.collection}`)
          }
          expectThat((await store.get(counter))?.revision === 1, 'the counter is as it was')
        }),
    },
    {
      name: 'lets writes at once win whole or not at all',
      run: () =>
        withStore(harness, async (store) => {
          await store.put(counter, bytesOf('0'))
          await store.put(ticket, bytesOf('single use'))
          const finished = await Promise.allSettled(
            Array.from({ length: RACERS }, (_, racer) =>
              store.write([
                { key: entry(racer), bytes: bytesOf('won'), expectedRevision: 0 },
                // Half of the racers name them the other way round.
                ...turned(racer % 2 === 0, [
                  { key: counter, bytes: bytesOf(`${racer}`), expectedRevision: 1 },
                  { key: ticket, expectedRevision: 1 },
                ]),
              ]),
            ),
          )
          const winners = finished.flatMap(({ status }, racer) => (status === 'fulfilled' ? [racer] : []))
          const [winner] = winners
          expectThat(winner !== undefined && winners.length === 1, `one write wins, not ${winners.length}`)
          for (const result of finished) {
            const lost = result.status === 'rejected' && StorageError.isInstance(result.reason)
            expectThat(result.status === 'fulfilled' || lost, 'a loser gets a StorageError')
          }
          const left = await store.list({ collection: 'audit', tenantId: counter.tenantId })
          expectThat(
            left.records.length === 1,
            `the losers left nothing, not ${left.records.length - 1} entries`,
          )
          const counted = await store.get(counter)
          expectThat(
            counted?.revision === 2 && sameBytes(counted.bytes, bytesOf(`${winner}`)),
            'the counter is the winner’s',
          )
        }),
    },
    {
      name: 'refuses writes that no store could make in one step',
      run: () =>
        withStore(harness, async (store) => {
          const bytes = bytesOf('x')
          const refused: readonly (readonly RecordChange[])[] = [
            [
              { key: ticket, bytes },
              { key: { ...ticket, tenantId: 'tenant-b' }, bytes },
            ],
            [{ key: ticket, bytes }, { key: { ...ticket } }],
            [
              { key: ticket, bytes },
              { key: keyWith({ collection: 'keys' }), bytes },
            ],
            [{ key: ticket, bytes }, { key: keyWith({ id: '' }) }],
          ]
          for (const changes of refused) {
            await expectError(() => store.write(changes), INVALID, 'a write of keys that do not go together')
          }
          expectThat((await store.get(ticket)) === undefined, 'nothing was written')
          await store.write([])
        }),
    },
    {
      name: 'takes the bytes of a write at the call',
      run: () =>
        withStore(harness, async (store) => {
          const bytes = bytesOf('as it was')
          const writing = store.write([{ key: counter, bytes }])
          bytes.fill(0)
          await writing
          const record = await store.get(counter)
          expectThat(record !== undefined && sameBytes(record.bytes, bytesOf('as it was')), 'its own copy')
        }),
    },
  ]
}

function turned(isTurned: boolean, changes: readonly RecordChange[]): readonly RecordChange[] {
  return isTurned ? changes.toReversed() : changes
}
