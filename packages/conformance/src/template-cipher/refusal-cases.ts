import type { SealContext } from '@faceward/spec'
import type { ConformanceCase } from '../conformance-case.js'
import { expectError, expectThat } from '../expectation.js'
import {
  contextWith,
  distinctBytes,
  platformRandom,
  type Refusal,
  refusalOf,
  withCipher,
} from './cipher-trial.js'
import type { TemplateCipherHarness } from './template-cipher-harness.js'

/** That nothing opens but what was sealed, where it was sealed. */
export function refusalCases(harness: TemplateCipherHarness): ConformanceCase[] {
  return [
    {
      name: 'refuses a record with any one bit changed',
      run: () =>
        withCipher(harness, async (cipher) => {
          const sealed = await cipher.seal(distinctBytes(32), contextWith())
          for (let bit = 0; bit < sealed.length * 8; bit++) {
            const changed = sealed.slice()
            changed[bit >> 3]! ^= 1 << (bit & 7)
            await refusalOf(cipher, changed, contextWith(), `a record with bit ${bit} changed`)
          }
        }),
    },
    {
      name: 'refuses a record cut short anywhere, or with bytes behind it',
      run: () =>
        withCipher(harness, async (cipher) => {
          const sealed = await cipher.seal(distinctBytes(32), contextWith())
          for (let length = 0; length < sealed.length; length++) {
            await refusalOf(cipher, sealed.slice(0, length), contextWith(), `a record cut to ${length} bytes`)
            if (length > 0) {
              await refusalOf(
                cipher,
                sealed.slice(length),
                contextWith(),
                `a record without its first ${length}`,
              )
            }
          }
          for (const more of [1, 16, 1024]) {
            const longer = new Uint8Array(sealed.length + more)
            longer.set(sealed)
            await refusalOf(cipher, longer, contextWith(), `a record with ${more} bytes behind it`)
          }
        }),
    },
    {
      name: 'refuses a record moved to another tenant, subject, record, model or revision',
      run: () =>
        withCipher(harness, async (cipher) => {
          const sealed = await cipher.seal(distinctBytes(32), contextWith())
          for (const [member, other] of Object.entries(OTHER_CONTEXTS)) {
            await refusalOf(cipher, sealed, contextWith(other), `a record moved to another ${member}`)
          }
        }),
    },
    {
      name: 'refuses a context whose parts were moved across their borders',
      run: () =>
        withCipher(harness, async (cipher) => {
          const context = { tenantId: 'ab', subject: 'cd', recordId: 'ef', modelId: 'gh', revision: 12 }
          const sealed = await cipher.seal(distinctBytes(32), context)
          const moved: SealContext[] = [
            { ...context, tenantId: 'abc', subject: 'd' },
            { ...context, subject: 'cde', recordId: 'f' },
            { ...context, recordId: 'efg', modelId: 'h' },
            { ...context, modelId: 'gh1', revision: 2 },
            { ...context, tenantId: 'cd', subject: 'ab' },
          ]
          for (const [index, one] of moved.entries())
            await refusalOf(cipher, sealed, one, `shifted context ${index}`)
        }),
    },
    {
      name: 'refuses a record of other keys, and one that names another key',
      run: () =>
        withCipher(harness, (cipher) =>
          withCipher(harness, async (stranger) => {
            const sealed = await cipher.seal(distinctBytes(32), contextWith())
            const foreign = await stranger.seal(distinctBytes(32), contextWith())
            await refusalOf(stranger, sealed, contextWith(), 'a record of other keys')
            const { keyId } = cipher.inspect(sealed)
            const { keyId: foreignId } = stranger.inspect(foreign)
            if (keyId.length === foreignId.length && keyId !== foreignId) {
              const renamed = replaceText(sealed, keyId, foreignId)
              await refusalOf(stranger, renamed, contextWith(), 'a record renamed to a known key')
            }
          }),
        ),
    },
    {
      name: 'refuses what was never sealed: plaintext, base64, zeros, noise',
      run: () =>
        withCipher(harness, async (cipher) => {
          const sealed = await cipher.seal(distinctBytes(32), contextWith())
          const base64 = btoa(String.fromCharCode(...sealed))
          const never = {
            'an empty record': new Uint8Array(0),
            'a record of zeros': new Uint8Array(sealed.length),
            'a plaintext': distinctBytes(sealed.length),
            'a sealed record in base64': new TextEncoder().encode(base64),
            noise: platformRandom.bytes(sealed.length),
          }
          for (const [what, bytes] of Object.entries(never)) {
            await refusalOf(cipher, bytes, contextWith(), what)
          }
        }),
    },
    {
      name: 'says the same whatever is wrong',
      run: () =>
        withCipher(harness, (cipher) =>
          withCipher(harness, async (stranger) => {
            const sealed = await cipher.seal(distinctBytes(32), contextWith())
            const changed = sealed.slice()
            changed[changed.length - 1]! ^= 1
            const refusals: Refusal[] = [
              await refusalOf(cipher, changed, contextWith(), 'a changed record'),
              await refusalOf(cipher, sealed.slice(0, -1), contextWith(), 'a shortened record'),
              await refusalOf(cipher, new Uint8Array(3), contextWith(), 'no record'),
              await refusalOf(cipher, sealed, contextWith({ subject: 'another' }), 'another subject'),
              await refusalOf(stranger, sealed, contextWith(), 'other keys'),
            ]
            const texts = new Set(refusals.map(({ code, message }) => `${code}: ${message}`))
            expectThat(texts.size === 1, `one error for every cause, not ${texts.size}`)
            expectThat(!/subject-1|tenant-a|record-1/.test([...texts].join()), 'and it names nobody')
          }),
        ),
    },
    {
      name: 'inspects only what is a sealed record',
      run: () =>
        withCipher(harness, async (cipher) => {
          const sealed = await cipher.seal(distinctBytes(32), contextWith())
          expectThat(cipher.inspect(sealed).keyId.length > 0, 'a sealed record names its key')
          for (const bytes of [
            new Uint8Array(0),
            new Uint8Array(200),
            distinctBytes(200),
            sealed.slice(0, 8),
          ]) {
            await expectError(
              async () => cipher.inspect(bytes),
              { name: 'TemplateSecurityError', code: 'cannot-open' },
              'inspect refuses what is no sealed record',
            )
          }
        }),
    },
  ]
}

const OTHER_CONTEXTS: Readonly<Record<keyof SealContext, Partial<SealContext>>> = {
  tenantId: { tenantId: 'tenant-b' },
  subject: { subject: 'subject-2' },
  recordId: { recordId: 'templates/record-2' },
  modelId: { modelId: 'model-2' },
  revision: { revision: 2 },
}

function replaceText(bytes: Uint8Array, from: string, to: string): Uint8Array {
  const [old, replacement] = [new TextEncoder().encode(from), new TextEncoder().encode(to)]
  const changed = bytes.slice()
  const at = changed.findIndex((_, start) => old.every((byte, index) => changed[start + index] === byte))
  if (at >= 0) changed.set(replacement, at)
  return changed
}
