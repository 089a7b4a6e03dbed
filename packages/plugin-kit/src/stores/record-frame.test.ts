import { ConfigurationError, TemplateSecurityError } from '@faceward/spec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { frameRecord, unframeRecord } from './record-frame.js'

describe('frameRecord', () => {
  it('gives back every model id and every sealed byte', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 300 }),
        fc.uint8Array({ maxLength: 500 }),
        (modelId, sealed) => {
          const taken = unframeRecord(frameRecord(modelId, sealed))
          expect(taken.modelId).toBe(modelId)
          expect(taken.sealed).toEqual(sealed)
        },
      ),
    )
  })

  it('keeps a leading byte order mark, so that two ids never become one', () => {
    expect(unframeRecord(frameRecord('\ufeffmodel', new Uint8Array(1))).modelId).toBe('\ufeffmodel')
  })

  it('reads a record that lies inside a larger buffer', () => {
    const framed = frameRecord('model', new Uint8Array([7, 8, 9]))
    const larger = new Uint8Array(framed.length + 20)
    larger.set(framed, 13)
    const taken = unframeRecord(larger.subarray(13, 13 + framed.length))
    expect(taken).toEqual({ modelId: 'model', sealed: new Uint8Array([7, 8, 9]) })
  })

  it('refuses a model id it could not give back', () => {
    expect(() => frameRecord('x'.repeat(65_536), new Uint8Array(0))).toThrow(ConfigurationError)
    expect(() => frameRecord('\ud800', new Uint8Array(0))).toThrow(ConfigurationError)
  })
})

describe('unframeRecord', () => {
  it('refuses what is cut short inside the header', () => {
    const header = frameRecord('arcface@ab12', new Uint8Array(0))
    for (let length = 0; length < header.length; length++) {
      expect(() => unframeRecord(header.subarray(0, length))).toThrow(TemplateSecurityError)
    }
  })

  it('refuses another frame version and a model id that is no text', () => {
    const framed = frameRecord('ab', new Uint8Array(4))
    expect(() => unframeRecord(framed.with(0, 2))).toThrow(TemplateSecurityError)
    expect(() => unframeRecord(framed.with(3, 0xff))).toThrow(TemplateSecurityError)
  })
})
