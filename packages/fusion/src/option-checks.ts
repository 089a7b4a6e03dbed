import { ConfigurationError } from '@faceward/spec'

/** One thing wrong with an option: the key and what was expected, never the value. */
export interface OptionIssue {
  readonly key: string
  readonly message: string
}

/** The issues of keys that `factory` does not know. */
export function unknownKeys(options: object, known: readonly string[]): readonly OptionIssue[] {
  return Object.keys(options)
    .filter((key) => !known.includes(key))
    .map((key) => ({ key, message: `not an option; expected one of ${known.join(', ')}` }))
}

/** An issue when `value` is no number from 0 to 1. */
export function notAShare(key: string, value: unknown): readonly OptionIssue[] {
  return isShare(value) ? [] : [{ key, message: 'expected a number from 0 to 1' }]
}

/** Whether `value` is a number from 0 to 1 (so neither NaN nor infinite). */
export function isShare(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1
}

/** @throws ConfigurationError `invalid-options` when there is an issue; its message names every key. */
export function refuseIssues(factory: string, issues: readonly OptionIssue[]): void {
  if (issues.length === 0) return
  const list = issues.map(({ key, message }) => `${key}: ${message}`).join('; ')
  throw new ConfigurationError(`${factory}: ${list}.`, { code: 'invalid-options', issues })
}
