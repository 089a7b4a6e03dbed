import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { RecordKey, TemplateStore } from '@faceward/spec'
import { createKeyring, createSecretboxCipher, sealRecord } from '@faceward/template-cipher'

const PIECE = 32
const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) }

/** Which pieces of a subject's sealed records can be found, and where. */
export interface Residue {
  readonly pieces: number
  readonly found: number
}

/**
 * Fills a store with a hundred subjects' templates, one of them written three times over, and gives back
 * every 32-byte piece ever sealed for that one.
 */
export async function fillWithVictim(store: TemplateStore): Promise<readonly Uint8Array[]> {
  const keys = createKeyring({ keys: [{ key: random.bytes(32) }] })
  const cipher = createSecretboxCipher({ keys, random })
  const pieces: Uint8Array[] = []
  const write = async (subject: string, revision: number) => {
    const key: RecordKey = { collection: 'templates', tenantId: 'residue', subject, id: 'face' }
    const bytes = await sealRecord(cipher, key, revision, 'model', random.bytes(4096))
    await store.put(key, bytes, { expectedRevision: revision - 1 })
    if (subject !== 'victim') return
    // The first piece would hold the clear header, which all records share.
    for (let at = PIECE * 2; at + PIECE <= bytes.length; at += PIECE) pieces.push(bytes.slice(at, at + PIECE))
  }
  for (let index = 0; index < 100; index++) {
    await write(`other-${index}`, 1)
    if (index % 33 === 0) await write('victim', index / 33 + 1)
  }
  await cipher.dispose()
  return pieces
}

/** How many of the pieces occur in any file of the folder. */
export function scan(folder: string, pieces: readonly Uint8Array[]): Residue {
  const files = filesBelow(folder).map((path) => readFileSync(path))
  const found = pieces.filter((piece) => files.some((bytes) => bytes.indexOf(piece) >= 0)).length
  return { pieces: pieces.length, found }
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
}
