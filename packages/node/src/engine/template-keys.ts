import { join } from 'node:path'
import { ConfigurationError, type KeyProvider, type RandomSource } from '@faceward/spec'
import { createKeyring, keyringFromEnvironment } from '@faceward/template-cipher'
import { developmentKeyFile } from '../environment/development-key-file.js'

/** The file in the data folder that holds a development machine's key. */
export const DEVELOPMENT_KEY_FILE = 'development.key'

/** Options of {@link templateKeys}. */
export interface TemplateKeysOptions {
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The variable that holds the single key (TEMPLATE_KEY_ENV). */
  readonly keyVariable: string
  readonly dataFolder: string
  readonly random: RandomSource
  /** Told once, when a development key is made. */
  readonly onNotice: (message: string) => void
}

/**
 * The keys templates are sealed with: those of the environment; where there are none and NODE_ENV is not
 * `production`, a development key in the data folder.
 *
 * @throws ConfigurationError `missing-key` in production without a key, `weak-key` for keys no random source gives.
 */
export async function templateKeys(options: TemplateKeysOptions): Promise<KeyProvider> {
  const { environment, keyVariable, dataFolder, random, onNotice } = options
  const variables = [keyVariable, 'BIOMETRIC_TEMPLATE_KEYS', 'BIOMETRIC_TEMPLATE_PASSPHRASE']
  if (variables.some((name) => environment[name])) {
    return keyringFromEnvironment(environment, { keyVariable })
  }
  if (environment['NODE_ENV'] === 'production') {
    throw new ConfigurationError(
      `There is no template key, and in production none is made up: set ${keyVariable}, for instance to what 'faceward keys generate' prints, and keep a copy of it safe.`,
      { code: 'missing-key', issues: [{ key: keyVariable, message: 'required in production' }] },
    )
  }
  const path = join(dataFolder, DEVELOPMENT_KEY_FILE)
  const { key, created } = await developmentKeyFile({ path, random })
  if (created) {
    onNotice(
      `No ${keyVariable} is set, so a development key was made: ${path}. Whoever has it can open the templates; without it nobody can.`,
    )
  }
  const keyring = createKeyring({ keys: [{ label: 'development', key }] })
  key.fill(0)
  return keyring
}
