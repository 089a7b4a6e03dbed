import { ConfigurationError } from './errors/errors.js'

/**
 * Refuses options a factory does not know, so that a misspelt setting is never silently the default.
 *
 * @throws ConfigurationError `invalid-options` naming every unknown key.
 */
export function assertKnownOptions(factory: string, options: object, known: readonly string[]): void {
  const unknown = Object.keys(options).filter((key) => !known.includes(key))
  if (unknown.length === 0) return
  throw new ConfigurationError(
    `${factory} does not know ${unknown.join(', ')}; it takes ${known.join(', ')}.`,
    {
      code: 'invalid-options',
      issues: unknown.map((key) => ({ key, message: 'unknown option' })),
    },
  )
}
