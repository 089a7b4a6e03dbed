import { randomBytes } from 'node:crypto'
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { TemplateStore } from '@faceward/spec'
import {
  type Aead,
  createKeyring,
  createTemplateCipher,
  secretboxAead,
  xchachaAead,
} from '@faceward/template-cipher'
import { nodeXchachaAead } from '@faceward/template-cipher/node'

const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) }
const CONTEXT = {
  tenantId: 'default',
  subject: 'x'.repeat(43),
  recordId: 'templates/face',
  modelId: 'rgb:faceres+dlib@0123456789abcdef',
  revision: 1,
}

const BLOCKS = 10

/** Medians of the quietest of ten blocks of calls: other work on the machine only adds. */
export interface CipherCost {
  readonly name: string
  readonly sealMicroseconds: number
  readonly openMicroseconds: number
}

/** Seals and opens a plaintext of 4 KB, key derivation, padding and envelope included. */
export async function cipherCosts(calls: number): Promise<readonly CipherCost[]> {
  const ciphers: readonly (readonly [string, Aead])[] = [
    ['secretbox, tweetnacl (the default)', secretboxAead],
    ['XChaCha20-Poly1305, @noble/ciphers', xchachaAead],
    ['XChaCha20-Poly1305, node:crypto', nodeXchachaAead],
  ]
  const costs: CipherCost[] = []
  for (const [name, aead] of ciphers) {
    const keys = createKeyring({ keys: [{ key: random.bytes(32) }] })
    const cipher = createTemplateCipher({ keys, random, aead })
    const plaintext = random.bytes(4096)
    const blocks: { seal: number; open: number }[] = []
    for (let block = 0; block < BLOCKS + 1; block++) {
      const [seals, opens]: [number[], number[]] = [[], []]
      for (let call = 0; call < calls / BLOCKS; call++) {
        const start = performance.now()
        const sealed = await cipher.seal(plaintext, CONTEXT)
        const middle = performance.now()
        await cipher.open(sealed, CONTEXT)
        seals.push(middle - start)
        opens.push(performance.now() - middle)
      }
      // The first block warms the compiler up.
      if (block > 0) blocks.push({ seal: median(seals), open: median(opens) })
    }
    await cipher.dispose()
    costs.push({
      name,
      sealMicroseconds: Math.min(...blocks.map(({ seal }) => seal)) * 1000,
      openMicroseconds: Math.min(...blocks.map(({ open }) => open)) * 1000,
    })
  }
  return costs
}

export interface PutCost {
  readonly bareMilliseconds: number
  readonly putMilliseconds: number
  readonly ratio: number
}

/**
 * A durable put of a 5 KB record against writing 5 KB to a file and fdatasync, in turns, so that both see
 * the same disk.
 */
export async function putCost(store: TemplateStore, folder: string, rounds: number): Promise<PutCost> {
  const bytes = random.bytes(5200)
  const file = openSync(join(folder, 'bare'), 'w')
  const [bare, put]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    const key = { collection: 'templates', tenantId: 't', subject: `s${round}`, id: 'face' } as const
    const start = performance.now()
    writeSync(file, bytes)
    fdatasyncSync(file)
    const middle = performance.now()
    await store.put(key, bytes, { expectedRevision: 0 })
    bare.push(middle - start)
    put.push(performance.now() - middle)
  }
  closeSync(file)
  const [bareMilliseconds, putMilliseconds] = [median(bare), median(put)]
  return { bareMilliseconds, putMilliseconds, ratio: putMilliseconds / bareMilliseconds }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
