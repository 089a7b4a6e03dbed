import { ConfigurationError, type KeyProvider } from '@faceward/spec'
import { joinKeyProviders } from './join-key-providers.js'
import { parseHexKey, parseHexSalt } from './key-rules.js'
import { createKeyring, type KeyringKey } from './keyring.js'
import { createPassphraseKeyring } from './passphrase-keyring.js'

export interface EnvironmentKeyringOptions {
  /** The variable that holds the single key. Default `BIOMETRIC_TEMPLATE_KEY`. */
  readonly keyVariable?: string
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The keys of an environment:
 *
 * - `BIOMETRIC_TEMPLATE_KEY`: one key, 64 hexadecimal digits; its id begins with `k0`.
 * - `BIOMETRIC_TEMPLATE_KEYS`: several, `label:digits` with commas between; the first seals, the others (and
 *   the single key, if given) open older records.
 * - `BIOMETRIC_TEMPLATE_SALT`: 16 to 128 hexadecimal digits, for all of them.
 * - `BIOMETRIC_TEMPLATE_PASSPHRASE`: instead of a key; needs the salt. Beside keys it only opens.
 *
 * @throws ConfigurationError `missing-key` when there is none, `weak-key` on any that is truncated, repeated
 * or no hexadecimal; messages name variables, never values.
 */
export function keyringFromEnvironment(
  environment: Environment,
  { keyVariable = 'BIOMETRIC_TEMPLATE_KEY' }: EnvironmentKeyringOptions = {},
): KeyProvider {
  // Files and copies bring a new line along. A passphrase is taken as it is: white space may be part of it.
  const saltText = environment['BIOMETRIC_TEMPLATE_SALT']?.trim()
  const salt = saltText ? parseHexSalt(saltText, 'BIOMETRIC_TEMPLATE_SALT') : undefined
  const single = environment[keyVariable]?.trim()
  const keys: KeyringKey[] = [
    ...parseSeveral(environment['BIOMETRIC_TEMPLATE_KEYS']),
    ...(single ? [{ label: 'k0', key: parseHexKey(single, keyVariable) }] : []),
  ]
  const passphrase = environment['BIOMETRIC_TEMPLATE_PASSPHRASE']
  const providers = [
    ...(keys.length > 0 ? [createKeyring(salt ? { keys, salt } : { keys })] : []),
    ...(passphrase ? [createPassphraseKeyring({ passphrase, salt: required(salt) })] : []),
  ]
  for (const { key } of keys) key.fill(0)
  const [first, ...others] = providers
  if (first === undefined) {
    throw new ConfigurationError(
      `There is no template key: set ${keyVariable}, or make one with 'faceward keys generate'.`,
      { code: 'missing-key', issues: [{ key: keyVariable, message: 'required' }] },
    )
  }
  return joinKeyProviders(first, ...others)
}

function parseSeveral(text: string | undefined): KeyringKey[] {
  if (!text) return []
  return text.split(',').map((entry, index) => {
    const setting = `BIOMETRIC_TEMPLATE_KEYS[${index}]`
    const [, label, digits] = /^\s*([A-Za-z0-9._-]{1,32}):([^:]*?)\s*$/.exec(entry) ?? []
    if (label === undefined || digits === undefined) {
      throw new ConfigurationError(`${setting} must be a label, a colon and 64 hexadecimal digits.`, {
        code: 'weak-key',
        issues: [{ key: setting, message: 'label:digits' }],
      })
    }
    return { label, key: parseHexKey(digits, setting) }
  })
}

function required(salt: Uint8Array | undefined): Uint8Array {
  if (salt !== undefined) return salt
  throw new ConfigurationError('A passphrase needs BIOMETRIC_TEMPLATE_SALT.', {
    code: 'missing-key',
    issues: [{ key: 'BIOMETRIC_TEMPLATE_SALT', message: 'required beside BIOMETRIC_TEMPLATE_PASSPHRASE' }],
  })
}
