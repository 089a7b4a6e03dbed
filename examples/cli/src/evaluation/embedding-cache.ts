import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import { endianness } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { makeFolder } from '@faceward/models-node'
import { InputError } from '../input-error.js'
import type { ImageOutcome } from './image-outcome.js'

/** Outcomes of images seen before, by the SHA-256 of their bytes. */
export interface EmbeddingCache {
  readonly path: string
  get(imageHash: string): ImageOutcome | undefined
  /** Keeps an outcome at once, so that an interrupted run goes on where it stopped. */
  put(imageHash: string, outcome: ImageOutcome): Promise<void>
}

/**
 * Opens the cache of one pipeline: a file of one line an image, readable by its owner alone, since vectors of
 * faces are as sensitive as the pictures. A line cut short by an interruption is skipped. Pipelines never share
 * a file.
 *
 * @throws InputError when the file cannot be read or written, `disk-full` when there is no room.
 */
export async function openEmbeddingCache(folder: string, pipeline: string): Promise<EmbeddingCache> {
  const name = createHash('sha256').update(pipeline).digest('hex').slice(0, 16)
  const path = join(folder, `${name}.embeddings.jsonl`)
  const known = new Map<string, ImageOutcome>()
  try {
    await makeFolder(folder)
    // Ends a line that an interruption may have cut, and makes the file.
    await appendFile(path, '\n', { mode: 0o600 })
    for await (const line of createInterface({
      input: createReadStream(path),
      crlfDelay: Number.POSITIVE_INFINITY,
    })) {
      const entry = parseEntry(line)
      if (entry) known.set(entry.image, entry.outcome)
    }
  } catch (cause) {
    throw cannotKeep(path, cause)
  }
  return {
    path,
    get: (imageHash) => known.get(imageHash),
    async put(imageHash, outcome) {
      known.set(imageHash, outcome)
      await appendFile(path, `${formatEntry(imageHash, outcome)}\n`).catch((cause: unknown) => {
        throw cannotKeep(path, cause)
      })
    },
  }
}

/** A cache that forgets everything with the process. */
export function createMemoryCache(): EmbeddingCache {
  const known = new Map<string, ImageOutcome>()
  return {
    path: '',
    get: (imageHash) => known.get(imageHash),
    put: async (imageHash, outcome) => {
      known.set(imageHash, outcome)
    },
  }
}

function cannotKeep(path: string, cause: unknown): InputError {
  const { code } = cause as NodeJS.ErrnoException
  return code === 'ENOSPC' || code === 'EDQUOT'
    ? new InputError(
        `The disk is full: ${path} cannot grow. What is in it is kept; make room and run again.`,
        'disk-full',
        { cause },
      )
    : new InputError(`${path} cannot be used (${code}).`, 'unwritable-file', { cause })
}

function formatEntry(image: string, outcome: ImageOutcome): string {
  if (outcome.status === 'refused') return JSON.stringify({ image, refused: outcome.reason })
  const { buffer, byteOffset, byteLength } = outcome.vector
  return JSON.stringify({
    image,
    vector: Buffer.from(buffer, byteOffset, byteLength).toString('base64'),
    order: endianness(),
  })
}

function parseEntry(line: string): { readonly image: string; readonly outcome: ImageOutcome } | undefined {
  try {
    const { image, vector, refused, order } = JSON.parse(line) as Partial<Record<string, unknown>>
    if (typeof image !== 'string') return undefined
    if (typeof refused === 'string') return { image, outcome: { status: 'refused', reason: refused } }
    if (typeof vector !== 'string' || order !== endianness()) return undefined
    const bytes = Buffer.from(vector, 'base64')
    if (bytes.length === 0 || bytes.length % 4 !== 0) return undefined
    return { image, outcome: { status: 'embedded', vector: new Float32Array(Uint8Array.from(bytes).buffer) } }
  } catch {
    return undefined
  }
}
