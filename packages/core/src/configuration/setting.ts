import type { $ZodType } from 'zod/v4/core'

/** One setting: its place in the options object and in the environment are one thing. */
export interface Setting<Schema extends $ZodType = $ZodType> {
  /** What values are right, and the default. */
  readonly schema: Schema
  /** How an environment variable's text becomes a value; undefined when it cannot. */
  readonly fromText: (text: string) => unknown
  /** In words, for messages and the table in the docs. */
  readonly expected: string
  /** Its value is never shown, not even its length. */
  readonly secret?: boolean
}

/** Readers of an environment variable's text. */
export const text = {
  string: (value: string): unknown => value,
  number: (value: string): unknown => (value.trim() === '' ? undefined : Number(value)),
  boolean: (value: string): unknown =>
    ({ true: true, '1': true, yes: true, false: false, '0': false, no: false })[value.trim().toLowerCase()],
}

/** Reads two numbers with something between them, as an object with these keys. */
export function readPair(separator: RegExp, first: string, second: string): (value: string) => unknown {
  return (value) => {
    const parts = value
      .trim()
      .split(separator)
      .map((part) => (part.trim() === '' ? Number.NaN : Number(part)))
    return parts.length === 2 ? { [first]: parts[0], [second]: parts[1] } : undefined
  }
}
