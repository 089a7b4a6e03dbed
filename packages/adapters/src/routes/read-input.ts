import type * as z from 'zod'
import { parseForm } from '../body/parse-form.js'
import { parseJson } from '../body/parse-json.js'
import { type BodyLimits, readBody } from '../body/read-body.js'
import { sha256Hex } from '../keys/api-key.js'
import { Problem } from '../problems/problem.js'
import { parseInput } from '../schemas/parse-input.js'
import type { RouteContext } from './route.js'

const SMALL_BODY_BYTES = 16_384

/** A parsed body, and its digest where somebody asks. */
export interface Input<Value> {
  readonly value: Value
  digest(): Promise<string>
}

/**
 * Reads and parses a body that may hold pictures, as JSON or as a form, while it may grow; `overloaded` when not.
 * @throws Problem.
 */
export function readFaces<Schema extends z.ZodType>(
  context: RouteContext,
  schema: Schema,
  mayGrow: (bytes: number) => boolean,
): Promise<Input<z.output<Schema>>> {
  const { bodyLimitBytes: limitBytes } = context.services.options.rules
  return readInput(context, schema, { limitBytes, takesForms: true, mayGrow })
}

/** Reads and parses a small JSON body. @throws Problem. */
export function readSmall<Schema extends z.ZodType>(
  context: RouteContext,
  schema: Schema,
): Promise<Input<z.output<Schema>>> {
  return readInput(context, schema, { limitBytes: SMALL_BODY_BYTES, takesForms: false, mayGrow: () => true })
}

async function readInput<Schema extends z.ZodType>(
  { request, signal, services }: RouteContext,
  schema: Schema,
  { takesForms, ...limits }: Pick<BodyLimits, 'limitBytes' | 'mayGrow'> & { readonly takesForms: boolean },
): Promise<Input<z.output<Schema>>> {
  const contentType = request.headers.get('content-type') ?? ''
  const type = contentType.split(';')[0]?.trim().toLowerCase()
  const isForm = takesForms && type === 'multipart/form-data'
  if (!isForm && type !== 'application/json') throw new Problem('unsupported-media-type')
  const { bodyGraceMs: graceMs, bodyBytesPerSecond: bytesPerSecond } = services.options.rules
  const bytes = await readBody(request, { ...limits, pace: { graceMs, bytesPerSecond }, signal })
  const body = isForm ? parseForm(bytes, contentType) : parseJson(bytes)
  return { value: parseInput(schema, body), digest: () => sha256Hex(bytes) }
}
