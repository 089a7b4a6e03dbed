import { readInput } from '@faceward/plugin-kit/schemas'
import type { $ZodType, output } from 'zod/v4/core'
import { malformed } from './conversion-error.js'

/** Parses a model's JSON. @throws ModelLoadError `malformed-model` naming the first place that is wrong. */
export function parseFormat<Schema extends $ZodType>(
  schema: Schema,
  json: unknown,
  file: string,
): output<Schema> {
  const read = readInput(schema, json)
  if (read.ok) return read.value
  const [issue] = read.issues
  throw malformed(`${file} is wrong at '${issue?.key ?? ''}': ${issue?.message ?? 'unknown'}`)
}
