import { createEngine, type EngineParts } from '@faceward/core'
import { type Engine, type Image, ImageDecodeError, type ImageDecoder } from '@faceward/spec'
import { createMemoryStore } from '@faceward/storage-memory'
import { composition, frame, type Scene } from '../../core/test/composition.js'
import {
  type ApiEvent,
  type ClientInfo,
  createFaceApi,
  type FaceApi,
  type FaceApiOptions,
} from '../src/index.js'

/** Faces of core's scripted composition: angles near each other look alike. */
export const ALIKE = 0.1
export const STRANGER = 1.2

const scenes = new WeakMap<Image, Scene>()

/** "Pictures" of these tests are scenes as JSON; their pixels follow from the text. Anything else is no picture. */
export const decodeImage: ImageDecoder = {
  async decode(bytes) {
    const text = new TextDecoder().decode(bytes)
    if (!text.startsWith('{"'))
      throw new ImageDecodeError('This is no picture.', { code: 'unsupported-type' })
    const data = noise(text, 66 * 32)
    const image: Image = { width: 66, height: 32, format: 'gray8', data }
    scenes.set(image, JSON.parse(text) as Scene)
    return image
  },
}

/** Bytes that look random and follow from the whole text. */
function noise(text: string, length: number): Uint8Array {
  let state = 0
  for (const character of text) state = Math.imul(state ^ character.charCodeAt(0), 0x9e3779b1) + 1
  return Uint8Array.from({ length }, () => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5
    return (state >>> 16) & 0xff
  })
}

const counter = { pictures: 0 }

/** A new picture of a scene, as base64. */
export function picture(scene: Scene = {}): string {
  return Buffer.from(JSON.stringify({ number: counter.pictures++, ...scene })).toString('base64')
}

export const pictures = (...angles: number[]) => angles.map((angle) => picture({ angle }))

export interface Harness {
  readonly api: FaceApi
  readonly engine: Engine
  readonly parts: EngineParts
  readonly events: ApiEvent[]
  /** Moves the clock. */
  advance(ms: number): void
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  enroll(userId: string, headers?: Record<string, string>): Promise<Answer>
  verify(userId: string, angle: number, headers?: Record<string, string>): Promise<Answer>
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: an answer is looked into at will
  readonly body: any
}

/** An API over a real engine with scripted faces, real fusion, policy, cipher and store. */
export function harness(
  options: Partial<FaceApiOptions> = {},
  overrides: Partial<EngineParts> & { readonly engine?: (engine: Engine) => Engine } = {},
): Harness {
  const { engine: wrap = (engine) => engine, ...partOverrides } = overrides
  const time = { now: Date.UTC(2026, 0, 1) }
  const clock = { now: () => time.now, monotonic: () => time.now }
  const scripted = composition()
  const { preprocessor } = scripted
  const parts: EngineParts = {
    ...scripted,
    preprocessor: {
      ...preprocessor,
      process: (given, call) => preprocessor.process(frame(scenes.get(given.image) as Scene), call),
    },
    clock,
    store: createMemoryStore({ clock }),
    ...partOverrides,
  }
  const engine = wrap(createEngine(parts))
  const events: ApiEvent[] = []
  const { store, random } = parts
  const bare = createFaceApi(engine, {
    store,
    clock,
    random,
    decodeImage,
    challenges: { generate: () => ({ actions: ['turn left', 'blink twice'], strengthBits: 4 }) },
    events: { emit: (event) => events.push(event) },
    ...options,
  })
  // Whoever calls in these tests is on this machine, unless a test says otherwise.
  const api: FaceApi = Object.create(bare, {
    fetch: {
      value: (request: Request, client: ClientInfo = {}) =>
        bare.fetch(request, { peerAddress: '127.0.0.1', ...client }),
    },
  })
  const send: Harness['send'] = async (method, path, body, headers = {}) => {
    const json = body !== undefined && !(body instanceof FormData) && typeof body !== 'string'
    const request = new Request(`http://127.0.0.1:8080${path}`, {
      method,
      headers: {
        ...(json || typeof body === 'string' ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: json ? JSON.stringify(body) : (body as BodyInit) }),
    })
    const response = await api.fetch(request, { address: '127.0.0.1' })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') === true
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
  }
  return {
    api,
    engine,
    parts,
    events,
    advance: (ms) => {
      time.now += ms
    },
    send,
    enroll: (userId, headers) =>
      send('POST', '/enroll', { user_id: userId, images: pictures(0, ALIKE, -ALIKE) }, headers),
    verify: (userId, angle, headers) =>
      send('POST', '/verify', { user_id: userId, images: pictures(angle) }, headers),
  }
}
