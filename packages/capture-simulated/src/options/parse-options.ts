import { ConfigurationError } from '@faceward/spec'
import type { z } from 'zod'

/**
 * Options as their schema reads them, defaults filled in.
 * @throws ConfigurationError `invalid-options`, naming each key and what was expected, never a value.
 */
export function parseOptions<Schema extends z.ZodType>(
  factory: string,
  schema: Schema,
  options: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(options)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map(({ path, message }) => ({
    key: path.length > 0 ? path.join('.') : 'options',
    message,
  }))
  const list = issues.map(({ key, message }) => `${key}: ${message}`).join('; ')
  throw new ConfigurationError(`${factory}: ${list}.`, { code: 'invalid-options', issues })
}
