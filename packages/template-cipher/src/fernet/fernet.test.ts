import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { ConfigurationError, TemplateSecurityError } from '@faceward/spec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SPEC_INVALID, SPEC_KEY, SPEC_VALID } from '../../test/fernet-spec-vectors.data.js'
import { openFernet, sealFernet } from './fernet.js'
import { deriveFernetKey, parseFernetKey } from './fernet-key.js'

interface PythonVector {
  readonly name: string
  readonly key: string
  readonly plaintextBase64: string
  readonly createdAtMs: number
  readonly token: string
  readonly passwordBase64?: string
  readonly saltBase64?: string
  readonly iterations?: number
}

const python = JSON.parse(
  readFileSync(new URL('../../test/fernet-python-vectors.golden.json', import.meta.url), 'utf8'),
) as {
  readonly vectors: readonly PythonVector[]
}
const key = parseFernetKey(SPEC_KEY)
const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'))

describe('the vectors of the specification', () => {
  it('makes the token of generate.json', () => {
    const plaintext = new TextEncoder().encode(SPEC_VALID.plaintext)
    const token = sealFernet(plaintext, key, { iv: SPEC_VALID.iv, nowMs: SPEC_VALID.createdAtMs })
    expect(token).toBe(SPEC_VALID.token)
  })

  it('opens the token of verify.json', () => {
    const opened = openFernet(SPEC_VALID.token, key, {
      nowMs: SPEC_VALID.createdAtMs + 1000,
      maximumAgeMs: 60_000,
    })
    expect(new TextDecoder().decode(opened.plaintext)).toBe(SPEC_VALID.plaintext)
    expect(opened.createdAtMs).toBe(SPEC_VALID.createdAtMs)
  })

  it.each(SPEC_INVALID)('refuses invalid.json: %s', (_, token, nowMs) => {
    expect(() => openFernet(token, key, { nowMs, maximumAgeMs: 60_000 })).toThrow(TemplateSecurityError)
  })
})

describe.each(python.vectors)('a token made by Python: $name', (vector) => {
  it('opens', () => {
    const { plaintext, createdAtMs } = openFernet(vector.token, parseFernetKey(vector.key))
    expect(plaintext).toEqual(bytesOf(vector.plaintextBase64))
    expect(createdAtMs).toBe(vector.createdAtMs)
  })

  it('opens with the key derived from its password, where it has one', async () => {
    const { passwordBase64, saltBase64, iterations } = vector
    if (passwordBase64 === undefined || saltBase64 === undefined || iterations === undefined) return
    const derived = await deriveFernetKey(bytesOf(passwordBase64), bytesOf(saltBase64), iterations)
    expect(openFernet(vector.token, derived).plaintext).toEqual(bytesOf(vector.plaintextBase64))
  })
})

describe('openFernet', () => {
  it('opens whatever sealFernet sealed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), fc.nat(), (plaintext, nowMs) => {
        const token = sealFernet(plaintext, key, { iv: new Uint8Array(randomBytes(16)), nowMs })
        const opened = openFernet(token, key)
        expect(opened.plaintext).toEqual(plaintext)
        expect(opened.createdAtMs).toBe(Math.floor(nowMs / 1000) * 1000)
      }),
    )
  })

  it('opens no token in which a character was changed, and none of another key', () => {
    const { token } = SPEC_VALID
    const plain = token.replaceAll('=', '')
    // The last character holds bits that stand for nothing.
    for (let at = 0; at < plain.length - 1; at++) {
      const changed = plain.slice(0, at) + (plain[at] === 'A' ? 'B' : 'A') + plain.slice(at + 1)
      expect(() => openFernet(changed, key)).toThrow(TemplateSecurityError)
    }
    expect(() => openFernet(token, new Uint8Array(randomBytes(32)))).toThrow(TemplateSecurityError)
  })

  it('does not look at the time unless told what time it is', () => {
    expect(openFernet(SPEC_VALID.token, key).plaintext).toHaveLength(5)
    expect(() => openFernet(SPEC_VALID.token, key, { maximumAgeMs: 1 })).toThrow(ConfigurationError)
  })
})

describe('parseFernetKey', () => {
  it.each([
    '',
    'short',
    Buffer.alloc(32).toString('base64url'),
    Buffer.alloc(32, 7).toString('base64url'),
    `${SPEC_KEY}x`,
  ])('refuses %j', (text) => {
    expect(() => parseFernetKey(text)).toThrow(ConfigurationError)
  })

  it('never repeats the key', () => {
    try {
      parseFernetKey(`${SPEC_KEY.slice(0, -1)}!`)
      expect.unreachable()
    } catch (error) {
      expect(String(error)).not.toContain('cw_0x689')
    }
  })
})
