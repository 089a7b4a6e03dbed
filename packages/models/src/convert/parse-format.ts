import type * as z from 'zod'
import { malformed } from './conversion-error.js'

/** Parses a model's JSON. @throws ModelLoadError `malformed-model` naming the first place that is wrong. */
export function parseFormat<Schema extends z.ZodType>(
  schema: Schema,
  json: unknown,
  file: string,
): z.infer<Schema> {
  const result = schema.safeParse(json)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw malformed(`${file} is wrong at '${issue?.path.join('.') ?? ''}': ${issue?.message ?? 'unknown'}`)
}
