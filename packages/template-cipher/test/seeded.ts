import type { RandomSource, SealContext } from '@faceward/spec'

/** Bytes that look random and follow from a seed. */
export const bytes = (seed: number, length = 32) =>
  Uint8Array.from({ length }, (_, i) => (Math.imul(seed * 997 + i + 1, 2654435761) >>> 17) & 0xff)

const counter = { drawn: 0 }
/** Gives other bytes at each call. */
export const random: RandomSource = { bytes: (length) => bytes(++counter.drawn, length) }

/** What a record of these tests is sealed to. */
export const context: SealContext = {
  tenantId: 't',
  subject: 's',
  recordId: 'templates/face',
  modelId: 'm',
  revision: 1,
}
