import { deriveFernetKey, parseFernetKey } from '@faceward/template-cipher/fernet'
import type { Surroundings } from '../cli.js'
import { InputError } from '../input-error.js'

/**
 * The key of the Python program's tokens, from the environment: never an argument, which every user of the
 * machine could read. `FERNET_KEY` as it prints it, or `FERNET_PASSWORD` and `FERNET_SALT` (hexadecimal) with
 * the number of PBKDF2 iterations.
 *
 * @throws InputError when neither is there; ConfigurationError `weak-key`.
 */
export async function fernetKey(
  environment: Surroundings['environment'],
  iterations: number | undefined,
): Promise<Uint8Array> {
  const { FERNET_KEY: key, FERNET_PASSWORD: password, FERNET_SALT: salt } = environment
  if (key) return parseFernetKey(key)
  if (!password || !salt || iterations === undefined) {
    throw new InputError(
      'Set FERNET_KEY; or FERNET_PASSWORD and FERNET_SALT, with --iterations.',
      'no-fernet-key',
    )
  }
  if (!/^(?:[0-9a-f]{2})+$/i.test(salt)) throw new InputError('FERNET_SALT must be hexadecimal digits.')
  return deriveFernetKey(
    new TextEncoder().encode(password),
    new Uint8Array(Buffer.from(salt, 'hex')),
    iterations,
  )
}
