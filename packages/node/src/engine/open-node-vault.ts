import { join } from 'node:path'
import type { TemplateCipher, TemplateStore } from '@faceward/spec'
import { openSqliteStore } from '@faceward/storage-sqlite'
import { createSecretboxCipher } from '@faceward/template-cipher'
import { systemClock } from '../environment/system-clock.js'
import { systemRandom } from '../environment/system-random.js'
import {
  type NodeEngineOptions,
  type ResolvedNodeEngineOptions,
  resolveNodeEngineOptions,
} from './node-engine-options.js'
import { templateKeys } from './template-keys.js'

/** The store's file in the data folder. */
export const STORE_FILE = 'templates.db'

/** Where templates are kept, and what seals them. Both are to be closed: the store first, then the cipher. */
export interface NodeVault {
  readonly store: TemplateStore
  readonly cipher: TemplateCipher
}

/**
 * The store and the cipher `createNodeEngine` would use with the same options, without an engine: for work on
 * records, such as rotating keys. To use them with an engine, pass them as `parts`; the engine then closes them.
 *
 * @throws ConfigurationError for wrong settings, a missing or weak key; StorageError.
 */
export async function openNodeVault(options: NodeEngineOptions = {}): Promise<NodeVault> {
  return openVault(resolveNodeEngineOptions(options))
}

/** As `openNodeVault`, of options that were resolved. */
export async function openVault(options: ResolvedNodeEngineOptions): Promise<NodeVault> {
  const { dataFolder, environment, onNotice, parts, settings } = options
  const { random = systemRandom, clock = systemClock } = parts
  const keyVariable = settings.templateKeyEnv
  const keys = async () =>
    options.keys ??
    (await templateKeys({
      environment: {
        ...environment,
        [keyVariable]: settings.biometricTemplateKey,
        BIOMETRIC_TEMPLATE_SALT: settings.biometricTemplateSalt,
      },
      keyVariable,
      dataFolder,
      random,
      onNotice,
    }))
  const cipher = parts.cipher ?? createSecretboxCipher({ keys: await keys(), random })
  try {
    const path = options.storePath ?? join(dataFolder, STORE_FILE)
    return { cipher, store: parts.store ?? (await openSqliteStore({ path, clock })) }
  } catch (error) {
    await cipher.dispose()
    throw error
  }
}
