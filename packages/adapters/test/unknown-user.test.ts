import type { EngineParts } from '@faceward/core'
import { describe, expect, it } from 'vitest'
import { composition } from '../../core/test/composition.js'
import { ALIKE, harness, STRANGER } from './api-harness.js'

/** Parts whose calls are counted; whatever a part does, it does as before. */
function counted(parts: EngineParts) {
  const calls = new Map<string, number>()
  const count = <Part extends object>(name: string, part: Part): Part =>
    new Proxy(part, {
      get(target, member, receiver) {
        const value = Reflect.get(target, member, receiver)
        if (typeof value !== 'function') return value
        return (...given: unknown[]) => {
          const call = `${name}.${String(member)}`
          calls.set(call, (calls.get(call) ?? 0) + 1)
          return value.apply(target, given)
        }
      },
    })
  const { liveness, embedder, comparator, fusion, policy, store } = parts
  return {
    calls,
    parts: {
      liveness: count('liveness', liveness),
      embedder: count('embedder', embedder),
      comparator: count('comparator', comparator),
      fusion: count('fusion', fusion),
      policy: count('policy', policy),
      store: count('store', store),
    },
  }
}

// Time itself is measured by npm run lab -- attacks/measure-unknown-user.
describe('a claim to be somebody nobody enrolled', () => {
  it('does the work of a claim that does not match: the same calls of every part, and no other', async () => {
    const { calls, parts } = counted(composition())
    const { enroll, verify } = harness({}, parts)
    await enroll('ada')
    // The first claim of a client and a tenant opens their windows.
    await verify('bo', STRANGER)
    const workOf = async (userId: string) => {
      calls.clear()
      const { status, body } = await verify(userId, STRANGER)
      expect(status).toBe(200)
      return { calls: new Map([...calls].sort()), members: Object.keys(body), reasons: body.reasons }
    }
    const known = await workOf('ada')
    expect(known.calls.get('embedder.embed')).toBe(1)
    expect(known.calls.get('comparator.compare')).toBe(1)
    expect(await workOf('nobody')).toEqual(known)
  })

  it('is in events and in the audit as a stranger is, who is enrolled as what was decided', async () => {
    const { enroll, verify, events, parts } = harness()
    await enroll('ada')
    for (const [userId, angle] of [
      ['nobody', ALIKE],
      ['ada', STRANGER],
      ['ada', ALIKE],
    ] as const)
      await verify(userId, angle)
    const decisions = events.flatMap((event) =>
      event.type === 'decision' ? [`${event.operation} ${event.outcome}: ${event.reasons}`] : [],
    )
    expect(decisions).toEqual([
      'enroll enrolled: enrolled',
      'verify reject: no_match',
      'verify reject: no_match',
      'verify accept: match',
    ])
    const listing = { collection: 'audit', tenantId: 'default', subject: 'chain' } as const
    const { records } = await parts.store.list(listing)
    expect(records.map(({ bytes }) => new TextDecoder().decode(bytes)).join()).not.toContain('unknown')
  })
})
