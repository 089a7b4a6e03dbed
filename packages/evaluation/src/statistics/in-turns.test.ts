import { expect, it } from 'vitest'
import { atOnce, inTurns, type WorkStep } from './in-turns.js'

function* work(of: number, log: number[] = []): Generator<WorkStep, string> {
  for (let done = 1; done <= of; done++) {
    log.push(done)
    yield { done, of }
  }
  return 'result'
}

/** Busy for longer than a turn, so that every step ends one. */
function* slowWork(of: number): Generator<WorkStep, string> {
  for (const step of work(of)) {
    const until = performance.now() + 45
    while (performance.now() < until);
    yield step
  }
  return 'result'
}

it('gives the result, in turns or at once', async () => {
  expect(atOnce(work(3))).toBe('result')
  expect(await inTurns(work(3))).toBe('result')
})

it('lets others run and says how far it is between turns', async () => {
  const seen: number[] = []
  let others = 0
  const timer = setInterval(() => others++, 0)
  await inTurns(slowWork(4), { onProgress: ({ done }) => seen.push(done) })
  clearInterval(timer)
  expect(seen).toEqual([1, 2, 3, 4])
  expect(others).toBeGreaterThan(0)
})

it('stops between steps when told', async () => {
  const log: number[] = []
  await expect(inTurns(work(10, log), { signal: AbortSignal.abort() })).rejects.toThrow('abort')
  expect(log).toEqual([])
})
