import { randomBytes } from 'node:crypto'
import { type FileHandle, open, readdir, rename, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { cacheFailure } from './cache-failure.js'
import { makeFolder } from './make-folder.js'
import { sha256 } from './sha256.js'

/** Which bytes a server was sending: the address, and the version by its strong ETag or its Last-Modified. */
export interface DownloadSource {
  readonly url: string
  readonly validator: string
}

/** What an earlier, broken-off download left. */
export interface KeptBytes {
  readonly bytes: Uint8Array
  /** Whether they came from this address; then `validator` is what `If-Range` needs. */
  isFrom(url: string): boolean
  readonly validator: string
}

/** A download kept on disk while it runs, so that the next one can go on where this one broke off. */
export interface PartialDownload {
  /** What was there when it was opened. */
  readonly kept: KeptBytes | undefined
  /** Forgets what is there and starts anew; without a source it cannot go on later, and nothing is kept. */
  restart(source: DownloadSource | undefined): Promise<void>
  append(bytes: Uint8Array): Promise<void>
  /** Leaves it for the next download. */
  release(): Promise<void>
  /** Deletes it and what dead processes left of the same content. */
  discard(): Promise<void>
}

const HEADER_BYTES = 512
const HOST = sha256(hostname()).slice(0, 8)

/**
 * Opens the partial download of a content in a folder. Each process works on a file of its own name; taking one
 * over is a rename, which only one process wins. Only files that were released, or whose process on this host is
 * dead, are taken. The bytes in them are never trusted: the finished download is checked against its sha256.
 *
 * @throws ModelLoadError `cache-failure`, before a byte is fetched.
 */
export async function openPartialDownload(folder: string, content: string): Promise<PartialDownload> {
  const released = join(folder, `${content}.part`)
  const own = join(folder, `${content}.${HOST}-${process.pid}-${randomBytes(4).toString('hex')}.part`)
  try {
    await makeFolder(folder)
    const claimed = await claim(folder, content, own)
    const file = await open(own, claimed ? 'r+' : 'wx+', 0o644)
    const kept = claimed ? await readKept(file) : undefined
    return partialDownload({ folder, content, released, own, file, kept })
  } catch (cause) {
    throw cacheFailure(folder, 'written', cause)
  }
}

async function claim(folder: string, content: string, own: string): Promise<boolean> {
  for (const name of await leftOver(folder, content)) {
    const won = await rename(join(folder, name), own).then(
      () => true,
      () => false,
    )
    if (won) return true
  }
  return false
}

/** Names of partial files of this content that nobody is working on. */
async function leftOver(folder: string, content: string): Promise<readonly string[]> {
  const names = (await readdir(folder)).filter((name) => name.startsWith(content) && name.endsWith('.part'))
  return names.filter((name) => {
    if (name === `${content}.part`) return true
    const [, host, pid] = /\.([0-9a-f]{8})-(\d+)-[0-9a-f]{8}\.part$/.exec(name) ?? []
    return host === HOST && !isAlive(Number(pid))
  })
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (cause) {
    // EPERM: it lives and belongs to somebody else.
    return (cause as { code?: unknown }).code !== 'ESRCH'
  }
}

async function readKept(file: FileHandle): Promise<KeptBytes | undefined> {
  const content = new Uint8Array(await file.readFile())
  if (content.length <= HEADER_BYTES) return undefined
  try {
    const header: unknown = JSON.parse(new TextDecoder().decode(content.subarray(0, HEADER_BYTES)))
    const { source, validator } = header as { source?: unknown; validator?: unknown }
    if (typeof source !== 'string' || typeof validator !== 'string') return undefined
    return { bytes: content.subarray(HEADER_BYTES), validator, isFrom: (url) => sha256(url) === source }
  } catch {
    return undefined
  }
}

/** `undefined` when the server's version text is too long to keep. */
function encodeHeader({ url, validator }: DownloadSource): Uint8Array | undefined {
  // The address may hold a password or a token: only its hash is written down.
  const json = new TextEncoder().encode(JSON.stringify({ source: sha256(url), validator }))
  if (json.length > HEADER_BYTES) return undefined
  const header = new Uint8Array(HEADER_BYTES).fill(' '.charCodeAt(0))
  header.set(json)
  return header
}

interface OpenPartial {
  readonly folder: string
  readonly content: string
  readonly released: string
  readonly own: string
  readonly file: FileHandle
  readonly kept: KeptBytes | undefined
}

function partialDownload(partial: OpenPartial): PartialDownload {
  const { folder, content, released, own, file, kept } = partial
  const state = { end: HEADER_BYTES + (kept?.bytes.length ?? 0), usable: kept !== undefined }

  async function write(bytes: Uint8Array, position: number): Promise<void> {
    await file.write(bytes, 0, bytes.length, position).catch((cause: unknown) => {
      throw cacheFailure(folder, 'written', cause)
    })
  }

  return {
    kept,
    async restart(source) {
      state.end = HEADER_BYTES
      await file.truncate(0).catch((cause: unknown) => {
        throw cacheFailure(folder, 'written', cause)
      })
      const header = source === undefined ? undefined : encodeHeader(source)
      state.usable = header !== undefined
      if (header !== undefined) await write(header, 0)
    },
    async append(bytes) {
      if (!state.usable) return
      await write(bytes, state.end)
      state.end += bytes.length
    },
    async release() {
      await file.close()
      await (state.usable ? rename(own, released) : rm(own, { force: true })).catch(() => undefined)
    },
    async discard() {
      await file.close()
      const dead = await leftOver(folder, content).catch(() => [])
      for (const path of [own, ...dead.map((name) => join(folder, name))]) {
        await rm(path, { force: true }).catch(() => undefined)
      }
    },
  }
}

/** For caches without a folder: a broken-off download starts anew. */
export const NO_PARTIAL_DOWNLOAD: PartialDownload = {
  kept: undefined,
  restart: async () => undefined,
  append: async () => undefined,
  release: async () => undefined,
  discard: async () => undefined,
}
