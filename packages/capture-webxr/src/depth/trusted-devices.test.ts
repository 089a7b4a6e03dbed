import { describe, expect, it } from 'vitest'
import { createWebXrCapture } from '../session/create-webxr-capture.js'
import { parseTrustedDevices } from './trusted-devices.js'

const QUEST = { userAgentIncludes: 'Quest 3', method: 'time-of-flight', vendor: 'Meta', model: 'Quest 3' }

describe('parseTrustedDevices', () => {
  it('gives a list as it was written', () => {
    expect(parseTrustedDevices([])).toEqual([])
    expect(parseTrustedDevices([QUEST])).toEqual([QUEST])
  })

  it.each([
    ['no list', { devices: [] }, 'trustedDevices'],
    ['no object', ['Quest 3'], 'trustedDevices[0]'],
    // In every browser's user agent: all depth would count as measured.
    ['nothing to look for', [{ ...QUEST, userAgentIncludes: '' }], 'trustedDevices[0].userAgentIncludes'],
    ['blanks to look for', [{ ...QUEST, userAgentIncludes: '    ' }], 'trustedDevices[0].userAgentIncludes'],
    ['no text', [{ ...QUEST, userAgentIncludes: 3 }], 'trustedDevices[0].userAgentIncludes'],
    ['a method that measures nothing', [{ ...QUEST, method: 'motion-stereo' }], 'trustedDevices[0].method'],
    ['no vendor', [QUEST, { ...QUEST, vendor: undefined }], 'trustedDevices[1].vendor'],
    ['a model that is no text', [{ ...QUEST, model: 3 }], 'trustedDevices[0].model'],
    ['a key that is not known', [{ ...QUEST, userAgent: 'Quest' }], 'trustedDevices[0].userAgent'],
  ])('refuses %s', (_, list, key) => {
    const refusal = expect.objectContaining({
      code: 'invalid-options',
      issues: [expect.objectContaining({ key })],
    })
    expect(() => parseTrustedDevices(list)).toThrow(refusal)
    expect(() => createWebXrCapture({ trustedDevices: list as never })).toThrow(refusal)
  })
})
