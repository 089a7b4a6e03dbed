import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { decodeDepthPacket, readDepthPacket } from '../src/index.js'

const golden = (name: string) => new URL(`__goldens__/${name}`, import.meta.url)

/** Typed arrays as plain numbers, as JSON has them. */
function plain(value: unknown): unknown {
  if (value instanceof Float32Array || value instanceof Uint8Array) return [...value]
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]))
}

/** The same numbers as a float keeps them. */
function asFloats(expected: { depth: { data: number[] } }) {
  return { ...expected, depth: { ...expected.depth, data: expected.depth.data.map(Math.fround) } }
}

// Made by goldens/make-packet-goldens of the lab, which shares no code with the package.
describe('golden packets', () => {
  it.each(['least', 'turned', 'depth16'])('%s is read as its maker meant it', async (name) => {
    const packet = readDepthPacket(new Uint8Array(readFileSync(golden(`${name}.fwdp`))))
    const expected = JSON.parse(readFileSync(golden(`${name}.golden.json`), 'utf8'))
    expect(plain(await decodeDepthPacket(packet))).toEqual(asFloats(expected))
  })

  it('the attested one shows its token', () => {
    const { attestation, header } = readDepthPacket(new Uint8Array(readFileSync(golden('depth16.fwdp'))))
    expect(new TextDecoder().decode(attestation?.token)).toBe('token')
    expect(header.nonce).toBeUndefined()
  })
})
