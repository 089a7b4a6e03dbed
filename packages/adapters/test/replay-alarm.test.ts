import { describe, expect, it } from 'vitest'
import type { ChainedEvent } from '../src/audit/audit-event.js'
import { decodeJson } from '../src/records/json-record.js'
import { harness, picture } from './api-harness.js'

/** An API at which a request was made before, whose pictures `old` gives again; `fresh` gives new ones. */
async function afterOne(replayedFrames: 'alarm' | 'refuse') {
  const made = harness({ replayedFrames })
  await made.enroll('ada')
  const known = Array.from({ length: 4 }, () => picture({ angle: 0 }))
  await made.send('POST', '/verify', { user_id: 'ada', images: known })
  return {
    ...made,
    verify: (old: number, fresh: number) =>
      made.send('POST', '/verify', {
        user_id: 'ada',
        images: [...Array.from({ length: fresh }, () => picture({ angle: 0 })), ...known.slice(0, old)],
      }),
    alarms: () => made.events.filter((event) => event.type === 'alarm' && event.kind === 'replayed-frames'),
    async records() {
      const page = { collection: 'audit', tenantId: 'default', subject: 'chain', limit: 100 } as const
      const { records } = await made.parts.store.list(page)
      return records
        .map(({ bytes }) => decodeJson<ChainedEvent>(bytes))
        .filter(({ action }) => action === 'alarm')
    },
  }
}

describe('replayed frames', () => {
  it.each([
    [1, 3, false],
    [2, 2, true],
    [1, 2, false],
    [2, 1, true],
    [1, 1, true],
    [1, 0, true],
    [4, 0, true],
  ])('%i of them beside %i new ones are an alarm: %s', async (old, fresh, isAlarm) => {
    const { verify, alarms, records } = await afterOne('alarm')
    expect((await verify(old, fresh)).status).toBe(200)
    expect(alarms()).toHaveLength(isAlarm ? 1 : 0)
    expect(await records()).toHaveLength(isAlarm ? 1 : 0)
  })

  it('are in the audit chain, by whom and of which user’s pseudonym', async () => {
    const { verify, records, engine } = await afterOne('alarm')
    await verify(2, 0)
    const [record] = await records()
    expect(record).toMatchObject({
      action: 'alarm',
      outcome: 'replayed-frames',
      actor: 'anonymous',
      subject: await engine.pseudonym({ subjectId: 'ada' }),
    })
  })

  it.each([
    [1, 3, 200],
    [1, 2, 200],
    [2, 2, 422],
    [2, 1, 422],
  ])(
    'refuse a request when they are half of it: %i beside %i new ones give %i',
    async (old, fresh, status) => {
      const { verify, alarms } = await afterOne('refuse')
      expect((await verify(old, fresh)).status).toBe(status)
      expect(alarms()).toHaveLength(status === 422 ? 1 : 0)
    },
  )

  it('are forgotten by no refusal: what was refused is known next time', async () => {
    const { verify } = await afterOne('refuse')
    for (let i = 0; i < 3; i++) expect((await verify(2, 0)).status).toBe(422)
  })
})
