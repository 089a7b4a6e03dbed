import { FacewardError, StorageError } from '@faceward/spec'
import type { ConformanceCase } from '../conformance-case.js'
import { expectError, expectThat } from '../expectation.js'
import { sameBytes } from '../same-bytes.js'
import { bytesOf, keyWith, withStore } from './store-trial.js'
import type { TemplateStoreHarness } from './template-store-harness.js'

const CONFLICT = { name: 'StorageError', code: 'conflict' } as const
const RACERS = 50

/** That a write lands where its writer thinks. */
export function revisionCases(harness: TemplateStoreHarness): ConformanceCase[] {
  return [
    {
      name: 'counts revisions from 1, up by one a write',
      run: () =>
        withStore(harness, async (store) => {
          for (const expected of [1, 2, 3]) {
            const { revision } = await store.put(keyWith(), bytesOf(`write ${expected}`))
            expectThat(revision === expected, `put answers revision ${expected}`)
            const record = await store.get(keyWith())
            expectThat(record?.revision === expected, `get gives revision ${expected}`)
            expectThat(sameBytes(record.bytes, bytesOf(`write ${expected}`)), 'with the bytes of that write')
          }
        }),
    },
    {
      name: 'writes only over the expected revision',
      run: () =>
        withStore(harness, async (store) => {
          await expectError(
            () => store.put(keyWith(), bytesOf('x'), { expectedRevision: 1 }),
            CONFLICT,
            'no update of an absent record',
          )
          expectThat((await store.get(keyWith())) === undefined, 'the refused update left nothing')
          await store.put(keyWith(), bytesOf('first'), { expectedRevision: 0 })
          for (const expectedRevision of [0, 2]) {
            await expectError(
              () => store.put(keyWith(), bytesOf('x'), { expectedRevision }),
              CONFLICT,
              `revision 1 is not ${expectedRevision}`,
            )
          }
          const record = await store.get(keyWith())
          expectThat(
            record !== undefined && sameBytes(record.bytes, bytesOf('first')),
            'the record is as it was',
          )
          const { revision } = await store.put(keyWith(), bytesOf('second'), { expectedRevision: 1 })
          expectThat(revision === 2, 'the right revision is written over')
        }),
    },
    {
      name: 'lets one of 50 creations at once win',
      run: () =>
        withStore(harness, async (store) => {
          const winners = await race((racer) => store.put(keyWith(), bytesOf(racer), { expectedRevision: 0 }))
          const record = await store.get(keyWith())
          expectThat(winners.length === 1, `one creation wins, not ${winners.length}`)
          expectThat(
            record?.revision === 1 && sameBytes(record.bytes, bytesOf(winners[0]!)),
            'the record is the winner’s',
          )
        }),
    },
    {
      name: 'lets one of 50 updates at once win',
      run: () =>
        withStore(harness, async (store) => {
          await store.put(keyWith(), bytesOf('first'))
          const winners = await race((racer) => store.put(keyWith(), bytesOf(racer), { expectedRevision: 1 }))
          const record = await store.get(keyWith())
          expectThat(winners.length === 1, `one update wins, not ${winners.length}`)
          expectThat(
            record?.revision === 2 && sameBytes(record.bytes, bytesOf(winners[0]!)),
            'the record is the winner’s',
          )
        }),
    },
    {
      name: 'gives each of 50 unconditional writes at once a revision of its own',
      run: () =>
        withStore(harness, async (store) => {
          const writes = Array.from({ length: RACERS }, (_, i) => store.put(keyWith(), bytesOf(`write ${i}`)))
          const revisions = new Set((await Promise.all(writes)).map(({ revision }) => revision))
          expectThat(revisions.size === RACERS, 'no revision is given twice')
          expectThat((await store.get(keyWith()))?.revision === RACERS, 'the last revision is the 50th')
        }),
    },
    {
      name: 'gives a record to one of 50 deletions at once',
      run: () =>
        withStore(harness, async (store) => {
          const key = keyWith({ collection: 'challenges' })
          await store.put(key, bytesOf('single use'))
          const deletions = await Promise.all(Array.from({ length: RACERS }, () => store.delete(key)))
          const consumed = deletions.filter((deleted) => deleted).length
          expectThat(consumed === 1, `one deletion gets the record, not ${consumed}`)
        }),
    },
    {
      name: 'keeps the time of creation and moves the time of the last write',
      run: () =>
        withStore(harness, async (store, { clock }) => {
          const createdAtMs = clock.now()
          await store.put(keyWith(), bytesOf('first'))
          clock.advance(1234)
          await store.put(keyWith(), bytesOf('second'))
          const record = await store.get(keyWith())
          expectThat(record?.createdAtMs === createdAtMs, 'createdAtMs is the first write’s')
          expectThat(record.updatedAtMs === createdAtMs + 1234, 'updatedAtMs is the second write’s')
        }),
    },
    {
      name: 'names nobody in a conflict',
      run: () =>
        withStore(harness, async (store) => {
          const key = keyWith({ tenantId: 'TENANT-IN-ERROR', subject: 'SUBJECT-IN-ERROR', id: 'ID-IN-ERROR' })
          await store.put(key, bytesOf('BYTES-IN-ERROR'))
          const refused = await store
            .put(key, bytesOf('BYTES-IN-ERROR'), { expectedRevision: 7 })
            .catch((error: unknown) => error)
          expectThat(FacewardError.isInstance(refused), 'a conflict is an error of this project')
          const text = `${refused.message} ${String(refused.cause)}`
          expectThat(!/IN-ERROR/.test(text), 'its message holds no id and no bytes')
        }),
    },
  ]
}

/** The racers whose write went through; any failure but a conflict fails the case. */
async function race(write: (racer: string) => Promise<unknown>): Promise<string[]> {
  const racers = Array.from({ length: RACERS }, (_, index) => `racer ${index}`)
  const finished = await Promise.allSettled(racers.map(write))
  for (const result of finished) {
    if (result.status === 'fulfilled') continue
    const lost = StorageError.isInstance(result.reason) && result.reason.code === 'conflict'
    expectThat(lost, `a loser gets StorageError 'conflict', not ${String(result.reason)}`)
  }
  return racers.filter((_, index) => finished[index]?.status === 'fulfilled')
}
