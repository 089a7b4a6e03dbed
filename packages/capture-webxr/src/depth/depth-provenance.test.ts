import { describe, expect, it } from 'vitest'
import { depthProvenance } from './depth-provenance.js'

const QUEST = 'Mozilla/5.0 (X11; Linux x86_64; Quest 3) OculusBrowser/33.0'
const TRUSTED = [
  { userAgentIncludes: 'Quest 3', method: 'time-of-flight', vendor: 'Meta', model: 'Quest 3' },
] as const

describe('depthProvenance', () => {
  it('is estimated for every device nobody listed', () => {
    const expected = { kind: 'estimated', method: 'motion-stereo', trust: 'declared' }
    expect(depthProvenance(QUEST, [])).toMatchObject(expected)
    expect(depthProvenance('Mozilla/5.0 (Linux; Android 15) Chrome/139', TRUSTED)).toMatchObject(expected)
  })

  it('is sensed for a listed device, and still the browser word only', () => {
    expect(depthProvenance(QUEST, TRUSTED)).toMatchObject({
      kind: 'sensed',
      method: 'time-of-flight',
      trust: 'declared',
      device: { vendor: 'Meta', model: 'Quest 3' },
    })
  })
})
