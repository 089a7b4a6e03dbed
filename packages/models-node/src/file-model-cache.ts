import { readFile, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { ModelCache } from '@faceward/models'
import { ConfigurationError, ModelLoadError } from '@faceward/spec'
import { cacheFailure, systemCode } from './cache-failure.js'
import { defaultCacheFolder } from './default-cache-folder.js'
import { makeFolder } from './make-folder.js'
import { assertIsSha256, sha256 } from './sha256.js'
import { writeFileAtomically } from './write-file-atomically.js'

export interface FileModelCacheOptions {
  /** Made when first written to. Default: {@link defaultCacheFolder}. */
  readonly folder?: string
}

/** A model cache in a folder, one file for each content. */
export interface FileModelCache extends ModelCache {
  /** Absolute. `pullModel` also keeps broken-off downloads below it. */
  readonly folder: string
  /** Where the file of a content is or would be; says nothing of whether it is there and right. */
  pathOf(sha256: string): string
}

/**
 * A model cache in the user's cache folder. A file is named by its content's sha256 and checked against it every
 * time it is read: one that no longer fits is deleted and reported as absent, so it is fetched again.
 * Any number of processes may share the folder.
 *
 * `get` and `put` throw ModelLoadError `cache-failure` when the folder cannot be used, `put` also
 * `integrity-mismatch` when the bytes are not those the sha256 names.
 *
 * @throws ConfigurationError `invalid-options`.
 */
export function createFileModelCache(options: FileModelCacheOptions = {}): FileModelCache {
  const folder = resolve(parseFolder(options) ?? defaultCacheFolder())

  function pathOf(name: string): string {
    assertIsSha256(name)
    return join(folder, `${name}.onnx`)
  }

  async function get(name: string): Promise<Uint8Array | undefined> {
    const path = pathOf(name)
    const bytes = await readFile(path).catch((cause: unknown) => {
      if (systemCode(cause) === 'ENOENT') return undefined
      throw cacheFailure(folder, 'read', cause)
    })
    if (bytes === undefined) return undefined
    if (sha256(bytes) === name) return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    await rm(path, { force: true }).catch((cause: unknown) => {
      throw cacheFailure(folder, 'written', cause)
    })
    return undefined
  }

  async function put(name: string, bytes: Uint8Array): Promise<void> {
    const path = pathOf(name)
    if (sha256(bytes) !== name) {
      throw new ModelLoadError('These bytes are not the content their sha256 names; they are not cached.', {
        code: 'integrity-mismatch',
      })
    }
    try {
      await makeFolder(folder)
      await writeFileAtomically(path, bytes)
    } catch (cause) {
      // Windows does not rename over a file that somebody reads; then the content is there already.
      if ((await get(name).catch(() => undefined)) === undefined) throw cacheFailure(folder, 'written', cause)
    }
  }

  return { folder, pathOf, get, put }
}

function parseFolder(options: FileModelCacheOptions): string | undefined {
  const { folder, ...unknown } = options
  const issues = Object.keys(unknown).map((key) => ({ key, message: 'not an option; expected folder' }))
  if (folder !== undefined && (typeof folder !== 'string' || folder === '')) {
    issues.push({ key: 'folder', message: 'expected the path of a folder' })
  }
  if (issues.length === 0) return folder
  const what = issues.map(({ key, message }) => `${key}: ${message}`).join('; ')
  throw new ConfigurationError(`createFileModelCache: ${what}.`, { code: 'invalid-options', issues })
}
