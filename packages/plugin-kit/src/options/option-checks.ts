import { ConfigurationError } from '@faceward/spec'

/** One thing wrong with an option: the key and what was expected, never the value. */
export interface OptionIssue {
  readonly key: string
  readonly message: string
}

/** The issues of keys that a factory does not know: a misspelt setting is never silently the default. */
export function unknownKeys(options: object, known: readonly string[]): readonly OptionIssue[] {
  return Object.keys(options)
    .filter((key) => !known.includes(key))
    .map((key) => ({ key, message: `not an option; expected one of ${known.join(', ')}` }))
}

/** An issue unless `value` is a number from `low` to `high` (so neither NaN nor infinite, unless a bound is). */
export function outsideRange(key: string, value: unknown, low: number, high: number): readonly OptionIssue[] {
  const inside = typeof value === 'number' && value >= low && value <= high
  return inside ? [] : [{ key, message: `expected a number from ${low} to ${high}` }]
}

/** An issue unless `value` is a whole number from `low` to `high`. */
export function outsideWholeRange(
  key: string,
  value: unknown,
  low: number,
  high: number,
): readonly OptionIssue[] {
  const inside = Number.isInteger(value) && outsideRange(key, value, low, high).length === 0
  return inside ? [] : [{ key, message: `expected a whole number from ${low} to ${high}` }]
}

/** The error `invalid-options` of a single option of `whose`, a factory's name or what else was given. */
export function invalidOption(whose: string, key: string, message: string): ConfigurationError {
  return new ConfigurationError(`${whose}: ${key}: ${message}.`, {
    code: 'invalid-options',
    issues: [{ key, message }],
  })
}

/** @throws ConfigurationError `invalid-options` when there is an issue; its message names every key. */
export function refuseIssues(factory: string, issues: readonly OptionIssue[]): void {
  if (issues.length === 0) return
  const list = issues.map(({ key, message }) => `${key}: ${message}`).join('; ')
  throw new ConfigurationError(`${factory}: ${list}.`, { code: 'invalid-options', issues })
}

/** Refuses options a factory does not know. @throws ConfigurationError `invalid-options` naming every unknown key. */
export function assertKnownOptions(factory: string, options: object, known: readonly string[]): void {
  const issues = unknownKeys(options, known)
  if (issues.length === 0) return
  const unknown = issues.map(({ key }) => key).join(', ')
  throw new ConfigurationError(`${factory} does not know ${unknown}; it takes ${known.join(', ')}.`, {
    code: 'invalid-options',
    issues,
  })
}
