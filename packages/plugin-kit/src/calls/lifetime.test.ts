import { DisposedError } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { createLifetime } from './lifetime.js'

function pending() {
  const settle: { resolve: (value: string) => void; reject: (reason: Error) => void } = {
    resolve: () => {},
    reject: () => {},
  }
  const promise = new Promise<string>((resolve, reject) => Object.assign(settle, { resolve, reject }))
  return { promise, ...settle }
}

describe('createLifetime', () => {
  it('lets calls begin until it is ended, by its name', () => {
    const lifetime = createLifetime('The store')
    expect(() => lifetime.begin(undefined)).not.toThrow()
    void lifetime.end(() => {})
    expect(() => lifetime.begin(undefined)).toThrow(DisposedError)
    expect(() => lifetime.begin(undefined)).toThrow('The store')
  })

  it('lets no aborted call begin', () => {
    const reason = new Error('no longer wanted')
    expect(() => createLifetime('The store').begin(AbortSignal.abort(reason))).toThrow(reason)
  })

  it('releases when all work has settled, well or not', async () => {
    const lifetime = createLifetime('The store')
    const [one, other] = [pending(), pending()]
    const outcomes = [lifetime.during(one.promise), lifetime.during(other.promise)]
    const events: string[] = []
    const ended = lifetime.end(() => void events.push('released'))
    one.resolve('written')
    expect(await outcomes[0]).toBe('written')
    events.push('one settled')
    other.reject(new Error('the disk is gone'))
    await expect(outcomes[1]).rejects.toThrow('the disk is gone')
    await ended
    expect(events).toEqual(['one settled', 'released'])
  })

  it('releases once, and tells everybody who ends it how that went', async () => {
    const lifetime = createLifetime('The store')
    let times = 0
    const release = () => {
      times++
      throw new Error('stuck')
    }
    await expect(lifetime.end(release)).rejects.toThrow('stuck')
    await expect(lifetime.end(release)).rejects.toThrow('stuck')
    expect(times).toBe(1)
  })
})
