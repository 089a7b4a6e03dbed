import { CaptureError } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import type { XrSession, XrSystem } from '../device/xr-device.js'
import { requestSession } from './request-session.js'

const refusing = (error: Error, isSupported = true): XrSystem => ({
  isSessionSupported: async () => isSupported,
  requestSession: () => Promise.reject(error),
})
const named = (name: string) => new DOMException('no', name)

describe('requestSession', () => {
  it.each<[string, RegExp, XrSystem | undefined]>([
    ['unsupported', /no WebXR/, undefined],
    ['unsupported', /immersive-ar/, refusing(named('NotSupportedError'), false)],
    ['unsupported', /no depth or no camera/, refusing(named('NotSupportedError'))],
    ['permission-denied', /click/, refusing(named('SecurityError'))],
    ['permission-denied', /allow/, refusing(named('NotAllowedError'))],
    ['device-busy', /Another/, refusing(named('InvalidStateError'))],
  ])('says %s: %s', async (code, message, xr) => {
    const error = await requestSession(xr).catch((thrown: unknown) => thrown)
    expect(CaptureError.isInstance(error)).toBe(true)
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) })
  })

  it('asks within the click for depth of every format and the camera, and for the overlay only when there is one', async () => {
    const asked: object[] = []
    const xr: XrSystem = {
      isSessionSupported: async () => true,
      requestSession: async (_, options) => {
        asked.push(options)
        return {} as XrSession
      },
    }
    const pending = requestSession(xr)
    // Before anything is awaited: later the click no longer counts.
    expect(asked).toHaveLength(1)
    await pending
    expect(asked[0]).toMatchObject({
      requiredFeatures: ['depth-sensing', 'camera-access'],
      depthSensing: { dataFormatPreference: ['luminance-alpha', 'unsigned-short', 'float32'] },
    })
    expect(asked[0]).not.toHaveProperty('domOverlay')
    await requestSession(xr, { any: 'element' })
    expect(asked[1]).toMatchObject({ domOverlay: { root: { any: 'element' } } })
  })
})
