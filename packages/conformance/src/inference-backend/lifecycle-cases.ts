import type { ConformanceCase } from '../conformance-case.js'
import { expectError, expectReason, expectThat } from '../expectation.js'
import { expectTensor } from './expect-tensor.js'
import type { InferenceBackendContext } from './inference-backend-context.js'
import { addModel, float32, identityModel, int64, multiplyModel } from './models.js'

const DISPOSED = { name: 'DisposedError', code: 'disposed' } as const
const CONCURRENT_RUNS = 16

function addFeeds(n: number) {
  return { left: int64([1, 2], [n, n]), right: int64([1, 2], [1, 100]) }
}

export function lifecycleCases({ createBackend, withSession }: InferenceBackendContext): ConformanceCase[] {
  return [
    {
      name: 'runs at the same time do not mix',
      run: () =>
        withSession(addModel, async (session) => {
          const numbers = Array.from({ length: CONCURRENT_RUNS }, (_, n) => n)
          const results = await Promise.all(numbers.map((n) => session.run(addFeeds(n))))
          for (const [n, { sum }] of results.entries()) {
            expectTensor(sum, { type: 'int64', dims: [1, 2], values: [n + 1, n + 100] })
          }
        }),
    },
    {
      name: 'a result is a copy: a later run does not change it',
      run: () =>
        withSession(addModel, async (session) => {
          const first = await session.run(addFeeds(1))
          await session.run(addFeeds(2))
          expectTensor(first.sum, { type: 'int64', dims: [1, 2], values: [2, 101] })
        }),
    },
    {
      name: 'a result is a copy: it shares no memory with what was fed',
      run: () =>
        withSession(identityModel, async (session) => {
          const given = float32([4], [1, 2, 3, 4])
          const { returned } = await session.run({ given })
          given.data.fill(9)
          expectTensor(returned, { type: 'float32', dims: [4], values: [1, 2, 3, 4] })
        }),
    },
    {
      name: 'leaves what was fed as it was',
      run: () =>
        withSession(identityModel, async (session) => {
          const given = float32([4], [1, 2, 3, 4])
          await session.run({ given })
          expectTensor(given, { type: 'float32', dims: [4], values: [1, 2, 3, 4] })
        }),
    },
    {
      name: 'a run under way when dispose is called still answers',
      run: () =>
        withSession(addModel, async (session) => {
          const [run, disposal] = await Promise.allSettled([session.run(addFeeds(5)), session.dispose()])
          expectThat(disposal.status === 'fulfilled', 'dispose resolves')
          expectThat(run.status === 'fulfilled', 'the run resolves')
          expectTensor(run.value.sum, { type: 'int64', dims: [1, 2], values: [6, 105] })
        }),
    },
    {
      name: 'a run after dispose throws DisposedError',
      run: () =>
        withSession(addModel, async (session) => {
          await session.dispose()
          await expectError(() => session.run(addFeeds(1)), DISPOSED, 'a run after dispose')
        }),
    },
    {
      name: 'dispose may be called twice, also at the same time',
      run: () =>
        withSession(addModel, async (session) => {
          await Promise.all([session.dispose(), session.dispose()])
          await session.dispose()
        }),
    },
    {
      name: 'disposing one model leaves another of the same backend',
      run: () =>
        withSession(addModel, async (kept, backend) => {
          const other = await backend.load(addModel)
          await other.dispose()
          const { sum } = await kept.run(addFeeds(3))
          expectTensor(sum, { type: 'int64', dims: [1, 2], values: [4, 103] })
        }),
    },
    {
      name: 'an aborted load rejects with the reason',
      async run() {
        const backend = await createBackend()
        const reason = new Error('stop')
        const signal = AbortSignal.abort(reason)
        await expectReason(
          () => backend.load(multiplyModel, { signal }),
          reason,
          'load rejects with signal.reason',
        )
      },
    },
    {
      name: 'an aborted run rejects with the reason and the model stays usable',
      run: () =>
        withSession(addModel, async (session) => {
          const reason = new Error('stop')
          const signal = AbortSignal.abort(reason)
          await expectReason(
            () => session.run(addFeeds(1), { signal }),
            reason,
            'run rejects with signal.reason',
          )
          const { sum } = await session.run(addFeeds(1))
          expectTensor(sum, { type: 'int64', dims: [1, 2], values: [2, 101] })
        }),
    },
    {
      name: 'an abort during a run rejects with the reason',
      run: () =>
        withSession(addModel, async (session) => {
          const reason = new Error('stop')
          const controller = new AbortController()
          const run = session.run(addFeeds(1), { signal: controller.signal })
          controller.abort(reason)
          await expectReason(() => run, reason, 'run rejects with signal.reason')
        }),
    },
  ]
}
