import * as z from 'zod'
import { DEFAULT_RULES } from '../face-api-options.js'
import { PROBLEMS, type ProblemCode } from '../problems/problems.js'
import type { Route } from '../routes/route.js'
import { createRoutes } from '../routes/routes.js'
import type { FacesLimits } from '../schemas/requests.js'
import { problemSchema } from '../schemas/responses.js'

type Json = Readonly<Record<string, unknown>>

const DESCRIPTION = `Face verification: enrol a user from pictures, verify later that pictures show the same
person, alive. Pictures are JPEG, PNG or WebP as base64 or as parts of a form; addresses are not read. A face is
no secret and no sole factor: use it beside one the person has.`

/** The OpenAPI 3.1 document of an API with these limits, made of the very schemas that requests are parsed by. */
export function openApiDocument(limits: FacesLimits = DEFAULT_RULES): Json {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of createRoutes(limits)) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'faceward HTTP API',
      version: '1.0.0',
      description: DESCRIPTION.replaceAll('\n', ' '),
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: { Problem: schemaOf(problemSchema, 'output') },
      securitySchemes: { apiKey: { type: 'http', scheme: 'bearer' } },
    },
  }
}

function operationOf(route: Route): Json {
  const parameters = [
    ...(route.path.includes('{id}')
      ? [{ name: 'id', in: 'path', required: true, schema: { type: 'string', maxLength: 256 } }]
      : []),
    ...(route.idempotent
      ? [
          {
            name: 'Idempotency-Key',
            in: 'header',
            schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,128}$' },
          },
        ]
      : []),
  ]
  return {
    operationId: route.operationId,
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    // Keys are optional: a server without any is open to whoever reaches it.
    ...(route.scope === undefined && !route.problems.includes('unauthenticated')
      ? {}
      : { security: [{ apiKey: [] }, {}], ...(route.scope ? { 'x-scope': route.scope } : {}) }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(route.input === undefined ? {} : { requestBody: requestBodyOf(route.input) }),
    responses: { ...answersOf(route), ...problemsOf(route) },
  }
}

function requestBodyOf({ schema, form, example }: NonNullable<Route['input']>): Json {
  const json = schemaOf(schema, 'input')
  return {
    required: true,
    content: {
      'application/json': { schema: json, example },
      ...(form ? { 'multipart/form-data': { schema: formSchemaOf(json) } } : {}),
    },
  }
}

const FILES = { type: 'array', items: { type: 'string', format: 'binary' } }

/** The form of a body with pictures: files in place of images and frames, and every other field as it is in JSON. */
function formSchemaOf({ properties, required }: Json): Json {
  const { images: _, frames: __, ...fields } = properties as Json
  return {
    type: 'object',
    required,
    properties: {
      ...fields,
      images: FILES,
      captured_at: {
        type: 'array',
        items: { type: 'number' },
        description: 'One for each image or packet of a stream.',
      },
      depth: {
        ...FILES,
        description: 'Depth packets without colour: one for each image of a stream, or none.',
      },
      packets: { ...FILES, description: 'Depth packets with colour, in place of images and depth.' },
    },
    additionalProperties: false,
  }
}

function answersOf({ answers }: Route): Json {
  return Object.fromEntries(
    Object.entries(answers).map(([status, { description, schema, contentType }]) => [
      status,
      {
        description,
        content:
          schema === undefined
            ? { [contentType ?? 'text/plain']: { schema: { type: 'string' } } }
            : { 'application/json': { schema: schemaOf(schema, 'output') } },
      },
    ]),
  )
}

const LIMITED = ['unauthenticated', 'expired-key', 'missing-scope', 'foreign-origin', 'local-only'] as const

function problemsOf(route: Route): Json {
  const codes = new Set<ProblemCode>([
    ...(route.scope === undefined ? [] : LIMITED),
    ...(route.input === undefined ? [] : (['body-too-slow'] as const)),
    ...route.problems,
    ...(['internal-error', 'unavailable'] as const),
  ])
  const byStatus = new Map<number, string[]>()
  for (const [code, { status, title }] of Object.entries(PROBLEMS)) {
    if (!codes.has(code as ProblemCode)) continue
    byStatus.set(status, [...(byStatus.get(status) ?? []), `\`${code}\`: ${title}`])
  }
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }
  return Object.fromEntries(
    [...byStatus]
      .filter(([status]) => !(status in route.answers))
      .map(([status, lines]) => [
        status,
        {
          description: lines.join('\n'),
          ...(status === 429 || status === 503
            ? { headers: { 'Retry-After': { schema: { type: 'integer' }, description: 'Seconds.' } } }
            : {}),
          content,
        },
      ]),
  )
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    unrepresentable: 'any',
  })
  return json
}
