import { ConfigurationError } from '@faceward/spec'
import { en } from 'zod/locales'
import type { $ZodType, output } from 'zod/v4/core'
import { safeParse } from 'zod/v4/core'

/** One thing that is wrong with an input: where, and what was expected there. Never the value. */
export interface InputIssue {
  /** The path with dots; empty for the whole input. */
  readonly key: string
  readonly message: string
}

/** An input as its schema reads it, or everything that is wrong with it. */
export type ReadInput<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly issues: readonly InputIssue[] }

/**
 * Reads what comes from outside by a schema of `zod` or `zod/mini`. The words are English whichever of them made the
 * schema and whatever language the application configured zod for: `zod/mini`, which browsers load, has none of its own.
 */
export function readInput<Schema extends $ZodType>(
  schema: Schema,
  input: unknown,
): ReadInput<output<Schema>> {
  const parsed = safeParse(schema, input, { error: en().localeError })
  if (parsed.success) return { ok: true, value: parsed.data }
  const issues = parsed.error.issues.map(({ path, message }) => ({
    key: path.map(String).join('.'),
    message,
  }))
  return { ok: false, issues }
}

/**
 * Options as their schema reads them, defaults filled in.
 *
 * @param whose what the options belong to, such as a factory's name; begins the message.
 * @throws ConfigurationError `invalid-options`, naming each wrong key and what was expected, never a value.
 */
export function parseOptions<Schema extends $ZodType>(
  whose: string,
  schema: Schema,
  options: unknown,
): output<Schema> {
  const read = readInput(schema, options)
  if (read.ok) return read.value
  const issues = read.issues.map(({ key, message }) => ({ key: key || 'options', message }))
  const list = issues.map(({ key, message }) => `${key}: ${message}`).join('; ')
  throw new ConfigurationError(`${whose}: ${list}.`, { code: 'invalid-options', issues })
}
