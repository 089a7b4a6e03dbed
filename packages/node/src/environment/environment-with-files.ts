import { readFileSync } from 'node:fs'
import { ConfigurationError } from '@faceward/spec'

type Environment = Readonly<Record<string, string | undefined>>

/** Settings that hold a secret: each may be given by a file that `<name>_FILE` names. */
const SECRETS = [
  'BIOMETRIC_TEMPLATE_KEY',
  'BIOMETRIC_TEMPLATE_KEYS',
  'BIOMETRIC_TEMPLATE_SALT',
  'BIOMETRIC_TEMPLATE_PASSPHRASE',
  'API_KEYS',
  'DATABASE_URL',
  'FERNET_KEY',
  'FERNET_PASSWORD',
  'FERNET_SALT',
] as const

/**
 * The environment with the secrets that are given by files, as Docker and Kubernetes mount them: where `<name>_FILE`
 * names a file, `<name>` is what it holds, without the new line at its end, and `<name>_FILE` is gone. That goes for the
 * variable TEMPLATE_KEY_ENV names, too. Each file is read once; done twice it changes nothing.
 *
 * @throws ConfigurationError naming variable and path when a file cannot be read or is empty, or both are set.
 */
export function environmentWithFiles(environment: Environment): Environment {
  const keyVariable = environment['TEMPLATE_KEY_ENV']
  const names = new Set<string>([...SECRETS, ...(keyVariable ? [keyVariable] : [])])
  const filled: Record<string, string | undefined> = { ...environment }
  for (const name of names) {
    const variable = `${name}_FILE`
    const path = environment[variable]
    delete filled[variable]
    if (!path) continue
    if (environment[name]) throw wrong(variable, `${name} and ${variable} are both set. Set one of them.`)
    filled[name] = readSecret(variable, path)
  }
  return filled
}

function readSecret(variable: string, path: string): string {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code ?? 'it is no text'
    throw wrong(variable, `${variable} names ${path}, which cannot be read (${why}).`, cause)
  }
  const secret = text.replace(/\r?\n$/, '')
  if (secret.trim() === '') throw wrong(variable, `${variable} names ${path}, which is empty.`)
  return secret
}

function wrong(key: string, message: string, cause?: unknown): ConfigurationError {
  return new ConfigurationError(message, { code: 'invalid-options', issues: [{ key, message }], cause })
}
