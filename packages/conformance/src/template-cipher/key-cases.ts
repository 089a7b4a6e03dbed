import type { ConformanceCase } from '../conformance-case.js'
import { expectError, expectThat } from '../expectation.js'
import { sameBytes } from '../same-bytes.js'
import { contextWith, distinctBytes, refusalOf, withCipher, withRotatedCiphers } from './cipher-trial.js'
import type { TemplateCipherHarness } from './template-cipher-harness.js'

/** That keys change without losing anybody, and pseudonyms do not. */
export function keyCases(harness: TemplateCipherHarness): ConformanceCase[] {
  return [
    {
      name: 'opens records of the key before, and knows that they should be sealed anew',
      run: () =>
        withRotatedCiphers(harness, async (before, after) => {
          const sealed = await before.seal(distinctBytes(32), contextWith())
          expectThat(
            (await before.needsRewrap(sealed)) === false,
            'before the rotation nothing is to be done',
          )
          expectThat((await after.needsRewrap(sealed)) === true, 'afterwards the record is to be sealed anew')
          const opened = await after.open(sealed, contextWith())
          expectThat(sameBytes(opened, distinctBytes(32)), 'and it still opens')
          const anew = await after.seal(opened, contextWith({ revision: 2 }))
          expectThat((await after.needsRewrap(anew)) === false, 'a record sealed anew is done')
          expectThat(after.inspect(anew).keyId !== after.inspect(sealed).keyId, 'under another key')
          await refusalOf(before, anew, contextWith({ revision: 2 }), 'a record of a key not known yet')
        }),
    },
    {
      name: 'does not offer to seal anew what it could not open',
      run: () =>
        withCipher(harness, (cipher) =>
          withCipher(harness, async (stranger) => {
            const sealed = await cipher.seal(distinctBytes(32), contextWith())
            expectThat(
              (await stranger.needsRewrap(sealed)) === false,
              'a record of an unknown key is not offered',
            )
          }),
        ),
    },
    {
      name: 'makes pseudonyms that are the same each time and no other’s',
      run: () =>
        withRotatedCiphers(harness, async (cipher, after) => {
          const indexKey = distinctBytes(32)
          const name = cipher.pseudonym(indexKey, ['tenant-a', 'alice'])
          expectThat(/^[A-Za-z0-9_-]{43}$/.test(name), 'a pseudonym is 43 characters of base64url')
          expectThat(
            cipher.pseudonym(indexKey, ['tenant-a', 'alice']) === name,
            'the same parts give the same',
          )
          expectThat(after.pseudonym(indexKey, ['tenant-a', 'alice']) === name, 'whatever the master key')
          const others = [
            cipher.pseudonym(indexKey, ['tenant-b', 'alice']),
            cipher.pseudonym(indexKey, ['tenant-a', 'Alice']),
            cipher.pseudonym(indexKey, ['tenant-aa', 'lice']),
            cipher.pseudonym(indexKey, ['tenant-a', 'alice', '']),
            cipher.pseudonym(indexKey, ['tenant-aalice']),
            cipher.pseudonym(indexKey.toReversed(), ['tenant-a', 'alice']),
          ]
          expectThat(new Set([name, ...others]).size === 7, 'other parts and other keys give others')
          expectThat(sameBytes(indexKey, distinctBytes(32)), 'the index key is left alone')
        }),
    },
    {
      name: 'forgets its keys once and for all when it is disposed of',
      run: () =>
        withCipher(harness, async (cipher) => {
          const sealed = await cipher.seal(distinctBytes(32), contextWith())
          await cipher.dispose()
          await cipher.dispose()
          const calls = {
            seal: () => cipher.seal(distinctBytes(32), contextWith()),
            open: () => cipher.open(sealed, contextWith()),
            needsRewrap: () => cipher.needsRewrap(sealed),
          }
          for (const [name, call] of Object.entries(calls)) {
            await expectError(call, { name: 'DisposedError', code: 'disposed' }, `${name} after dispose`)
          }
        }),
    },
  ]
}
