import type { Chance } from '../random.js'
import { anyId, type FuzzBody, formBody, jsonBody } from './fuzz-bodies.js'
import type { PicturePool } from './fuzz-pictures.js'
import { mutate } from './mutate.js'

/** A request as bytes for a connection of its own. */
export interface FuzzRequest {
  readonly kind: 'json' | 'form' | 'plain' | 'raw'
  readonly bytes: Buffer
  /** Whether it may end before what it announces: the server waits for the rest then. */
  readonly unfinished: boolean
}

export interface FuzzContext {
  readonly pool: PicturePool
  /** Secrets of keys of several scopes; the first may do everything. */
  readonly secrets: readonly string[]
  /** A challenge that the server gave lately. */
  readonly challengeId: string
}

const FACES = ['/enroll', '/verify', '/challenges']
const PATHS = [
  ...FACES,
  '/users/ada',
  '/users/ada/unlock',
  '/health',
  '/readyz',
  '/livez',
  '/metrics',
  '/openapi.json',
  '/docs',
  '/docs/',
  '/docs/index.html',
  '/docs/../../package.json',
  '/docs/%2e%2e%2f%2e%2e%2fpackage.json',
  '/',
  '/index.html',
  '/users/',
  '/users/%',
  '/users/%ff%fe',
  '/users/%00',
  '/users/.',
  '/users/..',
  '/users/%2e%2e',
  '//enroll',
  '/enroll/',
  '/ENROLL',
  '/enroll?x=1&x=2',
  '*',
  'http://evil/enroll',
]
const METHODS = ['GET', 'POST', 'DELETE', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'TRACE', 'PROPFIND', 'get']

export function fuzzRequest(chance: Chance, context: FuzzContext): FuzzRequest {
  const draw = chance.uniform()
  if (draw < 0.45)
    return withBody(chance, context, 'json', jsonBody(chance, context.pool, context.challengeId))
  if (draw < 0.7)
    return withBody(chance, context, 'form', formBody(chance, context.pool, context.challengeId))
  if (draw < 0.93) {
    return {
      kind: 'plain',
      unfinished: false,
      bytes: head(chance, context, anyMethod(chance), anyPath(chance), []),
    }
  }
  return { kind: 'raw', unfinished: true, bytes: rawBytes(chance, context) }
}

const anyMethod = (chance: Chance) =>
  chance.chance(0.7) ? chance.pick(METHODS.slice(0, 3)) : chance.pick(METHODS)

function anyPath(chance: Chance): string {
  const draw = chance.uniform()
  if (draw < 0.7) return chance.pick(PATHS)
  if (draw < 0.9) return `/users/${encoded(anyId(chance))}${chance.chance(0.3) ? '/unlock' : ''}`
  return mutate(chance, Buffer.from(chance.pick(PATHS)))
    .toString('latin1')
    .replace(/[\s\p{Cc}]/gu, '_')
}

function encoded(id: string): string {
  try {
    return encodeURIComponent(id)
  } catch {
    return '%ed%a0%80' // half of a surrogate pair
  }
}

function withBody(chance: Chance, context: FuzzContext, kind: 'json' | 'form', body: FuzzBody): FuzzRequest {
  const path = chance.chance(0.93) ? chance.pick(FACES) : chance.pick(PATHS)
  const method = chance.chance(0.97) ? 'POST' : chance.pick(METHODS)
  const chunked = chance.chance(0.1)
  const length = chance.chance(0.97) ? body.bytes.length : chance.below(2 * body.bytes.length + 2)
  const lines = [
    `content-type: ${body.type}`,
    chunked ? 'transfer-encoding: chunked' : `content-length: ${length}`,
  ]
  const start = head(chance, context, method, path, lines)
  const bytes = Buffer.concat([start, chunked ? inChunks(chance, body.bytes) : body.bytes])
  return { kind, bytes, unfinished: !chunked && length > body.bytes.length }
}

function inChunks(chance: Chance, bytes: Buffer): Buffer {
  const pieces: Buffer[] = []
  for (let at = 0; at < bytes.length; ) {
    const piece = bytes.subarray(at, at + 1 + chance.below(65_536))
    pieces.push(Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n'))
    at += piece.length
  }
  return Buffer.concat([...pieces, Buffer.from('0\r\n\r\n')])
}

const MORE_HEADERS = [
  'origin: http://evil.example',
  'origin: null',
  'sec-fetch-site: cross-site',
  'x-forwarded-for: 1.2.3.4',
  'x-forwarded-for: "\xff", , ::1, 999.1.1.1',
  'forwarded: for=1.2.3.4;host=evil',
  'content-encoding: gzip',
  'content-encoding: identity',
  'expect: 100-continue',
  'expect: nonsense',
  'upgrade: websocket',
  'x-request-id: a-b-c',
  `x-request-id: ${'x'.repeat(300)}`,
  'idempotency-key: one',
  'idempotency-key: \xfc\xfe',
  `idempotency-key: ${'k'.repeat(129)}`,
  'accept: image/*',
  'accept-encoding: gzip, br',
  'range: bytes=0-1',
  'if-none-match: *',
  'cookie: a=b',
  'x-http-method-override: DELETE',
]

function head(
  chance: Chance,
  { secrets }: FuzzContext,
  method: string,
  path: string,
  lines: readonly string[],
): Buffer {
  const host = chance.chance(0.97)
    ? '127.0.0.1'
    : chance.pick(['evil', '', '[::1]', 'a b', '127.0.0.1:99999'])
  const key = chance.chance(0.85)
    ? `authorization: Bearer ${chance.chance(0.5) ? secrets[0] : chance.pick(secrets)}`
    : chance.pick([
        'authorization: Bearer x',
        'authorization: Basic eDp5',
        `x-api-key: ${chance.pick(secrets)}`,
        'x-a: b',
      ])
  const more = Array.from({ length: chance.below(3) }, () => chance.pick(MORE_HEADERS))
  const all = [`${method} ${path} HTTP/1.1`, `host: ${host}`, 'connection: close', key, ...lines]
  return Buffer.from([...all, ...(chance.chance(0.4) ? more : []), '', ''].join('\r\n'), 'latin1')
}

/** What is no honest HTTP: broken heads, lengths that disagree, several requests at once, none at all. */
function rawBytes(chance: Chance, context: FuzzContext): Buffer {
  const whole = head(chance, context, 'POST', chance.pick(FACES), ['content-type: application/json'])
  const start = whole.subarray(0, -2).toString('latin1')
  const body = `{"user_id":"ada","images":["aa"]}`
  const odd = [
    `${start}content-length: 2\r\ncontent-length: 3\r\n\r\n{}x`,
    `${start}content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET /users/ada HTTP/1.1\r\n\r\n`,
    `${start}transfer-encoding : chunked\r\n\r\n0\r\n\r\n`,
    `${start}transfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`,
    `${start}transfer-encoding: chunked\r\n\r\n2\r\n{}{}\r\n0\r\n\r\n`,
    `${start}content-length: -1\r\n\r\n{}`,
    `${start}x-a: b\r\n c\r\ncontent-length: 2\r\n\r\n{}`,
    `${start}x-a: ${'a'.repeat(20_000)}\r\n\r\n`,
    `${start}content-length: 1000\r\n\r\n${body}`,
    `${start.replace('connection: close', 'connection: keep-alive')}content-length: ${body.length}\r\n\r\n${body}`.repeat(
      3,
    ),
    'GET /livez HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n',
    'GET /livez HTTP/1.0\r\n\r\n',
    'GET /livez HTTP/9.9\r\nhost: x\r\n\r\n',
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
    '',
  ]
  const bytes = Buffer.from(chance.pick(odd), 'latin1')
  return chance.chance(0.4) ? mutate(chance, bytes) : bytes
}
