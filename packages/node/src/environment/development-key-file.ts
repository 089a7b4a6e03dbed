import { link, open, readFile, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { makeFolder } from '@faceward/models-node'
import { ConfigurationError, type RandomSource } from '@faceward/spec'
import { generateHexKey, parseHexKey } from '@faceward/template-cipher'

/** Options of {@link developmentKeyFile}. */
export interface DevelopmentKeyFileOptions {
  readonly path: string
  readonly random: RandomSource
}

/** The key that a development key file holds. */
export interface DevelopmentKey {
  /** 32 bytes. */
  readonly key: Uint8Array
  /** True when this call made the file. */
  readonly created: boolean
}

/**
 * The template key of a development machine: read from a file of its own, which is made with a random key
 * and mode 0600 when it is not there. Two processes that start at once get the same key, and the file is
 * never seen half-written.
 *
 * @throws ConfigurationError `weak-key` when the file holds no 32-byte key or others may read it,
 * `missing-key` when it can be neither read nor made.
 */
export async function developmentKeyFile({
  path,
  random,
}: DevelopmentKeyFileOptions): Promise<DevelopmentKey> {
  const present = await read(path)
  if (present) return { key: present, created: false }
  const created = await make(path, random)
  const key = await read(path)
  if (!key) throw unusable(path, 'it vanished while it was made')
  return { key, created }
}

async function read(path: string): Promise<Uint8Array | undefined> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined
    throw unusable(path, 'it cannot be read', cause)
  })
  if (text === undefined) return undefined
  await assertPrivate(path)
  try {
    return parseHexKey(text.trim(), `The key in the file ${path}`)
  } catch (cause) {
    if (!ConfigurationError.isInstance(cause)) throw cause
    throw weak(
      `${cause.message} If nothing is enrolled that you need, delete the file and a new key is made.`,
      cause,
    )
  }
}

// Windows keeps permissions elsewhere; there, the user's own profile folder is private already.
async function assertPrivate(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const { mode } = await stat(path)
  if ((mode & 0o077) !== 0) {
    throw weak(`Other users may read the key file ${path}. Run: chmod 600 '${path}'`)
  }
}

// A hard link appears complete or not at all, and never replaces a file that another process made first.
async function make(path: string, random: RandomSource): Promise<boolean> {
  const draft = `${path}.${Buffer.from(random.bytes(6)).toString('hex')}.draft`
  try {
    await makeFolder(dirname(path), 0o700)
    const file = await open(draft, 'wx', 0o600)
    try {
      await file.writeFile(`${generateHexKey(random)}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
    await link(draft, path)
    return true
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw unusable(path, 'it cannot be made', cause)
  } finally {
    await rm(draft, { force: true }).catch(() => {})
  }
}

const weak = (message: string, cause?: unknown) =>
  new ConfigurationError(message, { code: 'weak-key', cause })

const unusable = (path: string, why: string, cause?: unknown) =>
  new ConfigurationError(
    `The development key file ${path} cannot be used: ${why}. Set BIOMETRIC_TEMPLATE_KEY, or FACEWARD_HOME to a folder that can be written.`,
    { code: 'missing-key', cause },
  )
