import { SPECIFICATION_VERSION } from '@faceward/spec'
import type { ConformanceCase } from '../conformance-case.js'
import { expectReason, expectThat } from '../expectation.js'
import { sameBytes } from '../same-bytes.js'
import { contains, contextWith, distinctBytes, withCipher } from './cipher-trial.js'
import type { TemplateCipherHarness } from './template-cipher-harness.js'

/** That what is sealed opens, and says nothing. */
export function sealingCases(harness: TemplateCipherHarness): ConformanceCase[] {
  return [
    {
      name: 'declares its version and its id',
      run: () =>
        withCipher(harness, async (cipher) => {
          expectThat(cipher.specificationVersion === SPECIFICATION_VERSION, 'specificationVersion is v1')
          expectThat(typeof cipher.id === 'string' && cipher.id.length > 0, 'id is a name')
        }),
    },
    {
      name: 'opens 0 B to 1 MB as they were sealed',
      run: () =>
        withCipher(harness, async (cipher) => {
          for (const size of [0, 1, 1019, 1020, 1021, 4096, 1024 * 1024]) {
            const plaintext = distinctBytes(size)
            const opened = await cipher.open(await cipher.seal(plaintext, contextWith()), contextWith())
            expectThat(sameBytes(opened, plaintext), `${size} bytes come back`)
          }
        }),
    },
    {
      name: 'takes any well-formed text in a context',
      run: () =>
        withCipher(harness, async (cipher) => {
          for (const text of ['', '王小明', '🙂', 'a\0b', '\ufeff', 'x'.repeat(5000)]) {
            const context = contextWith({ tenantId: text, subject: text, recordId: text, modelId: text })
            const opened = await cipher.open(await cipher.seal(distinctBytes(10), context), context)
            expectThat(sameBytes(opened, distinctBytes(10)), 'the record comes back')
          }
        }),
    },
    {
      name: 'leaves the caller’s buffers alone and keeps none of them',
      run: () =>
        withCipher(harness, async (cipher) => {
          const plaintext = distinctBytes(3000)
          const sealing = cipher.seal(plaintext, contextWith())
          plaintext.fill(0)
          const sealed = await sealing
          const copy = sealed.slice()
          const opening = cipher.open(copy, contextWith())
          copy.fill(0)
          const opened = await opening
          expectThat(sameBytes(opened, distinctBytes(3000)), 'what was given at the call is what counts')
          opened.fill(0)
          expectThat(
            sameBytes(await cipher.open(sealed, contextWith()), distinctBytes(3000)),
            'each opening is a copy',
          )
          const kept = distinctBytes(3000)
          await cipher.seal(kept, contextWith())
          expectThat(sameBytes(kept, distinctBytes(3000)), 'seal does not change the plaintext')
        }),
    },
    {
      name: 'shows no piece of the plaintext, plain or in base64 or hexadecimal',
      run: () =>
        withCipher(harness, async (cipher) => {
          const plaintext = distinctBytes(4096)
          const sealed = await cipher.seal(plaintext, contextWith())
          const encoder = new TextEncoder()
          for (let at = 0; at + 24 <= plaintext.length; at += 24) {
            const piece = plaintext.subarray(at, at + 24)
            const base64 = btoa(String.fromCharCode(...piece))
            const hexadecimal = Array.from(piece, (byte) => byte.toString(16).padStart(2, '0')).join('')
            const seen =
              contains(sealed, piece.subarray(0, 8)) ||
              contains(sealed, encoder.encode(base64)) ||
              contains(sealed, encoder.encode(hexadecimal))
            expectThat(!seen, 'no 8 bytes of the plaintext are in the sealed record')
          }
        }),
    },
    {
      name: 'shows no id of the context but the key’s',
      run: () =>
        withCipher(harness, async (cipher) => {
          const context = contextWith({
            tenantId: 'TENANT-SEEN',
            subject: 'SUBJECT-SEEN',
            recordId: 'RECORD-SEEN',
          })
          const sealed = await cipher.seal(distinctBytes(100), context)
          for (const id of [context.tenantId, context.subject, context.recordId]) {
            expectThat(!contains(sealed, new TextEncoder().encode(id)), 'no id is in the sealed record')
          }
        }),
    },
    {
      name: 'never seals the same bytes twice in the same way',
      run: () =>
        withCipher(harness, async (cipher) => {
          const plaintext = distinctBytes(256)
          const overhead = (await cipher.seal(new Uint8Array(0), contextWith())).length
          const seen = new Set<string>()
          for (let i = 0; i < 200; i++) {
            const sealed = await cipher.seal(plaintext, contextWith())
            // The tail is ciphertext in every format; the header may repeat.
            const blocks = Math.floor(Math.min(sealed.length, overhead, 64) / 16)
            for (let block = 1; block <= blocks; block++) {
              const at = sealed.length - 16 * block
              const text = sealed.subarray(at, at + 16).join()
              expectThat(!seen.has(text), 'no 16 bytes of ciphertext come twice')
              seen.add(text)
            }
          }
        }),
    },
    {
      name: 'does nothing in a call that was aborted before it began',
      run: () =>
        withCipher(harness, async (cipher) => {
          const reason = new Error('enough')
          const signal = AbortSignal.abort(reason)
          const sealed = await cipher.seal(distinctBytes(10), contextWith())
          const calls = {
            seal: () => cipher.seal(distinctBytes(10), contextWith(), { signal }),
            open: () => cipher.open(sealed, contextWith(), { signal }),
            needsRewrap: () => cipher.needsRewrap(sealed, { signal }),
          }
          for (const [name, call] of Object.entries(calls)) {
            await expectReason(call, reason, `${name} rejects with the signal's reason`)
          }
        }),
    },
  ]
}
