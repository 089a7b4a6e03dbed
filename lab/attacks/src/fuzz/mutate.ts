import type { Chance } from '../random.js'

const WORDS = [
  '\0',
  '\r\n',
  '"',
  '{',
  '}',
  '[',
  ']',
  '\\',
  '--',
  '\u202e',
  'é',
  '\ud800',
  '1e999',
  '__proto__',
  'null',
]

/** Some bytes changed, cut, doubled, moved or put in between. */
export function mutate(chance: Chance, bytes: Uint8Array): Buffer {
  let made: Buffer = Buffer.from(bytes)
  const rounds = 1 + chance.below(4)
  for (let round = 0; round < rounds; round++) made = once(chance, made)
  return made
}

function once(chance: Chance, bytes: Buffer): Buffer {
  const at = chance.below(bytes.length + 1)
  const length = 1 + chance.below(16)
  switch (chance.below(7)) {
    case 0:
      return bytes.subarray(0, at)
    case 1:
      return Buffer.concat([bytes.subarray(0, at), chance.bytes(length), bytes.subarray(at)])
    case 2:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)])
    case 3:
      return Buffer.concat([bytes.subarray(0, at), Buffer.from(chance.pick(WORDS)), bytes.subarray(at)])
    case 4:
      return Buffer.concat([bytes, bytes.subarray(at)])
    default: {
      const copy = Buffer.from(bytes)
      for (let i = 0; i < length && copy.length > 0; i++) copy[chance.below(copy.length)] = chance.below(256)
      return copy
    }
  }
}
