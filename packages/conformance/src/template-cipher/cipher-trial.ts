import { FacewardError, type RandomSource, type SealContext, type TemplateCipher } from '@faceward/spec'
import { ConformanceFailure, expectThat } from '../expectation.js'
import type { TemplateCipherHarness } from './template-cipher-harness.js'

/** A context like any other, with the given members changed. */
export function contextWith(members: Partial<SealContext> = {}): SealContext {
  return {
    tenantId: 'tenant-a',
    subject: 'subject-1',
    recordId: 'templates/record-1',
    modelId: 'model-1',
    revision: 1,
    ...members,
  }
}

/** Random bytes of the platform, as a cipher wants them. */
export const platformRandom: RandomSource = {
  bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
}

/** Runs a check with a cipher of its own. An error nobody expected fails the case. */
export function withCipher(
  harness: TemplateCipherHarness,
  check: (cipher: TemplateCipher) => Promise<void>,
): Promise<void> {
  return disposing(async () => {
    const cipher = await harness.create({ random: platformRandom })
    return { ciphers: [cipher], checked: () => check(cipher) }
  })
}

/** Runs a check with a cipher before and one after a rotation. */
export function withRotatedCiphers(
  harness: TemplateCipherHarness,
  check: (before: TemplateCipher, after: TemplateCipher) => Promise<void>,
): Promise<void> {
  return disposing(async () => {
    const { before, after } = await harness.createRotated({ random: platformRandom })
    return { ciphers: [before, after], checked: () => check(before, after) }
  })
}

async function disposing(
  begin: () => Promise<{ ciphers: readonly TemplateCipher[]; checked: () => Promise<void> }>,
): Promise<void> {
  const { ciphers, checked } = await begin()
  try {
    await checked()
  } catch (error) {
    if (!FacewardError.isInstance(error)) throw error
    throw new ConformanceFailure(`unexpected ${error.name} '${error.code}': ${error.message}`)
  } finally {
    await Promise.allSettled(ciphers.map((cipher) => cipher.dispose()))
  }
}

/** The one error every failed opening gives, whatever was wrong. */
export interface Refusal {
  readonly code: string
  readonly message: string
}

/** How an opening is refused. @throws ConformanceFailure when it opens, or fails in another way. */
export async function refusalOf(
  cipher: TemplateCipher,
  sealed: Uint8Array,
  context: SealContext,
  what: string,
): Promise<Refusal> {
  try {
    await cipher.open(sealed, context)
  } catch (error) {
    const refused = FacewardError.isInstance(error) && error.name === 'TemplateSecurityError'
    expectThat(refused, `${what} is refused by TemplateSecurityError, not ${String(error)}`)
    return { code: error.code, message: error.message }
  }
  throw new ConformanceFailure(`${what} opens`)
}

/** True when the bytes occur one after the other in the others. */
export function contains(haystack: Uint8Array, needle: Uint8Array): boolean {
  for (let at = haystack.indexOf(needle[0] ?? 0); at >= 0; at = haystack.indexOf(needle[0] ?? 0, at + 1)) {
    if (needle.every((byte, index) => haystack[at + index] === byte)) return true
  }
  return false
}

/** Bytes in which no 16 in a row occur twice. */
export function distinctBytes(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 167 + (index >> 8) * 29 + 13) & 0xff)
}
