import { describe, expect, it } from 'vitest'
import { createTurns } from './turns.js'

const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('createTurns', () => {
  it('lets as many as there are places have one, the others in the order they came', async () => {
    const turns = createTurns(2)
    const entered: string[] = []
    for (const name of ['a', 'b', 'c', 'd']) void turns.take(undefined).then(() => entered.push(name))
    await settled()
    expect(entered).toEqual(['a', 'b'])
    turns.pass()
    await settled()
    expect(entered).toEqual(['a', 'b', 'c'])
    expect(turns.taken).toBe(2)
    for (let time = 0; time < 3; time++) turns.pass()
    await settled()
    expect(entered).toEqual(['a', 'b', 'c', 'd'])
    expect(turns.taken).toBe(0)
  })

  it('passes over who gave up while waiting, and never takes a turn back', async () => {
    const turns = createTurns(1)
    await turns.take(undefined)
    const [gaveUp, stays] = [new AbortController(), new AbortController()]
    const lost = turns.take(gaveUp.signal)
    const waits = turns.take(stays.signal)
    const reason = new Error('no longer wanted')
    gaveUp.abort(reason)
    await expect(lost).rejects.toBe(reason)
    turns.pass()
    await waits
    stays.abort()
    expect(turns.taken).toBe(1)
  })
})
