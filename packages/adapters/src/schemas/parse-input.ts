import type * as z from 'zod'
import { Problem } from '../problems/problem.js'

const MOST_ISSUES = 10
const LONGEST_TEXT = 160

/** Parses what a client sent. @throws Problem `invalid-request` that says where and what was expected. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.slice(0, MOST_ISSUES).map(({ path, message }) => ({
    path: clip(path.map(String).join('.')),
    message: clip(message),
  }))
  throw new Problem('invalid-request', { issues })
}

const clip = (text: string) => (text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text)
