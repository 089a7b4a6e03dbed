import { InvalidRequestError } from '@faceward/spec'
import type { WebEngine } from '@faceward/web'
import { describe, expect, it } from 'vitest'
import { outcomeWords, reasonWords } from '../words/outcomes.js'
import { createDeviceService } from './device-service.js'
import type { Performance } from './face-service.js'

/** An engine in which somebody else is enrolled; it notes what it is asked. */
function engineOfAnother() {
  const asked: unknown[] = []
  const engine = {
    enroll: async (request: unknown) => {
      asked.push(request)
      const reasons = [{ code: 'template_of_another_person', message: 'Of the engine.' }]
      return { decision: 'refused', reasons, liveness: { assurance: 'challenge', cues: [] }, frames: [] }
    },
  } as unknown as WebEngine
  return { engine, asked }
}
const performance = { frames: [], transcript: {}, onFrame: () => {} } as unknown as Performance

describe('the service on this device', () => {
  it('lets nobody enrol in the place of another person, and says who has to come', async () => {
    const { engine, asked } = engineOfAnother()
    const answer = await createDeviceService(engine).answer('enrol', performance)
    expect(asked).toEqual([
      expect.objectContaining({ replace: 'same-person', minimumAssurance: 'challenge' }),
    ])
    expect(outcomeWords(answer)).toEqual({ title: 'Not the person enrolled here', sign: 'no' })
    expect(answer.reasons.map(reasonWords).join()).toMatch(/has to show their face, or be forgotten first/)
  })

  it('asks for two movements, one that shows relief, whatever was ticked, or for none', async () => {
    const { challenge } = createDeviceService(engineOfAnother().engine)
    const cannot = ['turn-left', 'turn-right', 'blink-twice', 'open-mouth']
    for (let i = 0; i < 20; i++) {
      const { actions, strengthBits } = await challenge('verify', cannot)
      expect(actions).toHaveLength(2)
      expect(actions).toContain('look-up')
      // Beside looking up only what is held against nobody is left: one recording answers all of it.
      expect(strengthBits).toBe(0)
    }
    await expect(challenge('verify', [...cannot, 'look-up'])).rejects.toThrow(InvalidRequestError)
  })
})
