import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { ImageDecodeError, type ImageDecoder } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { createApiKey } from '../src/index.js'
import { createNodeHandler } from '../src/node/index.js'
import { ALIKE, decodeImage, harness, picture } from './api-harness.js'

/** Waits until so many of these have ended. */
async function ended(promises: readonly Promise<unknown>[], count: number): Promise<void> {
  const state = { ended: 0 }
  for (const one of promises) one.finally(() => state.ended++)
  while (state.ended < count) await turn()
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

function gate() {
  const holder: { open: () => void } = { open: () => undefined }
  const opened = new Promise<void>((resolve) => {
    holder.open = resolve
  })
  return { opened, open: () => holder.open() }
}

/** Decodes as these tests do, and waits before pictures that a test names. */
function waitingDecoder(waits: (text: string) => Promise<void> | undefined) {
  const seen = { started: 0 }
  const decoder: ImageDecoder = {
    async decode(bytes, options) {
      seen.started++
      await waits(new TextDecoder().decode(bytes))
      return decodeImage.decode(bytes, options)
    },
  }
  return { decodeImage: decoder, seen }
}

describe('a picture that costs too much', () => {
  const costly: ImageDecoder = {
    async decode(bytes) {
      if (new TextDecoder().decode(bytes).includes('"angle":9')) {
        throw new ImageDecodeError('Decoding the picture took more than 3 s.', { code: 'too-costly' })
      }
      return decodeImage.decode(bytes)
    },
  }

  it('is refused by name, and is an attempt; a broken one is none', async () => {
    const { enroll, verify, send } = harness({ decodeImage: costly })
    await enroll('ada')
    const broken = await send('POST', '/verify', { user_id: 'ada', images: ['QUJD'] })
    expect(broken).toMatchObject({ status: 422, body: { code: 'invalid-image' } })
    expect((await send('GET', '/users/ada')).body.failed_attempts).toBe(0)
    expect(await verify('ada', 9)).toMatchObject({
      status: 422,
      body: {
        code: 'image-too-costly',
        errors: [{ path: '0.image', message: expect.stringMatching(/3 s/) }],
      },
    })
    expect((await send('GET', '/users/ada')).body.failed_attempts).toBe(1)
  })

  it('cannot be sent for ever: its sender is stopped like any other', async () => {
    const { enroll, verify } = harness({ decodeImage: costly })
    await enroll('ada')
    for (let i = 0; i < 5; i++) expect((await verify('ada', 9)).status).toBe(422)
    expect(await verify('ada', 9)).toMatchObject({ status: 429, body: { code: 'too-many-attempts' } })
  })
})

describe('decoding', () => {
  it('keeps nobody else from the models, however long it takes', async () => {
    const slow = gate()
    const { decodeImage: decoder, seen } = waitingDecoder((text) =>
      text.includes('"angle":1.2') ? slow.opened : undefined,
    )
    const { enroll, verify } = harness({ decodeImage: decoder, concurrency: 1 })
    await enroll('ada')
    const before = seen.started
    const waiting = verify('bo', 1.2)
    while (seen.started === before) await turn()
    expect((await verify('ada', ALIKE)).body.decision).toBe('accept')
    slow.open()
    expect((await waiting).status).toBe(200)
  })

  it('waits for memory that others hold, and refuses nobody for it', async () => {
    const [first, second] = [gate(), gate()]
    const { decodeImage: decoder, seen } = waitingDecoder((text) =>
      text.includes('"angle":1.2') ? first.opened : text.includes('"angle":1.3') ? second.opened : undefined,
    )
    // A picture of these tests has 66 x 32 pixels: one request at a time.
    const pixels = 66 * 32
    const { verify } = harness({ decodeImage: decoder, maximumPixels: pixels, decodedPixels: pixels })
    const answers = [verify('ada', 1.2)]
    while (seen.started < 1) await turn()
    answers.push(verify('bo', 1.3), verify('cy', 1.4))
    for (let i = 0; i < 50; i++) await turn()
    expect(seen.started).toBe(1)
    first.open()
    while (seen.started < 2) await turn()
    for (let i = 0; i < 50; i++) await turn()
    expect(seen.started).toBe(2)
    second.open()
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200, 200])
    expect(seen.started).toBe(3)
  })
})

describe('a caller', () => {
  const { random } = harness().parts
  async function keyed(id: string) {
    const { secret, record } = await createApiKey({ id, scopes: ['enroll', 'verify'], random })
    return { record, headers: { authorization: `Bearer ${secret}` } }
  }

  it('holds no more than its share of the queue, so that another finds a place', async () => {
    const [one, other] = [await keyed('one'), await keyed('other')]
    const held = gate()
    const { decodeImage: decoder } = waitingDecoder(() => held.opened)
    const options = { decodeImage: decoder, keys: [one.record, other.record], queueLimit: 3 }
    const { verify } = harness(options)
    const greedy = Array.from({ length: 10 }, (_, i) => verify(`user-${i}`, ALIKE, one.headers))
    await ended(greedy, 7)
    const polite = verify('ada', ALIKE, other.headers)
    held.open()
    const statuses = (await Promise.all(greedy)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 200)).toHaveLength(3)
    expect(statuses.filter((status) => status === 503)).toHaveLength(7)
    expect((await polite).status).toBe(200)
  })

  it('who is the only one has the whole queue', async () => {
    const one = await keyed('one')
    const held = gate()
    const { decodeImage: decoder } = waitingDecoder(() => held.opened)
    const { verify } = harness({ decodeImage: decoder, keys: [one.record], queueLimit: 3 })
    const all = Array.from({ length: 5 }, (_, i) => verify(`user-${i}`, ALIKE, one.headers))
    await ended(all, 1)
    held.open()
    expect((await Promise.all(all)).filter(({ status }) => status === 200)).toHaveLength(4)
  })

  it('finds no memory for a body while others hold it, and is told to come back', async () => {
    const held = gate()
    const { decodeImage: decoder } = waitingDecoder(() => held.opened)
    const { verify } = harness({
      decodeImage: decoder,
      bodyLimitBytes: 1024,
      bodyMemoryBytes: 1024,
      queueShare: 1,
      queueLimit: 100,
    })
    const image = Buffer.from(picture()).length
    expect(image).toBeLessThan(512)
    const all = Array.from({ length: 40 }, (_, i) => verify(`user-${i}`, ALIKE))
    await ended(all, 21)
    held.open()
    const answers = await Promise.all(all)
    const refused = answers.filter(({ status }) => status === 503)
    expect(refused.length).toBeGreaterThan(20)
    expect(refused[0]?.headers.get('retry-after')).toBe('1')
    expect(answers.filter(({ status }) => status === 200).length).toBe(40 - refused.length)
    // All of it was given back.
    expect((await verify('ada', ALIKE)).status).toBe(200)
  })
})

describe('who sends no body', () => {
  const POST = ['POST /verify HTTP/1.1', 'Host: 127.0.0.1', 'Content-Type: application/json']

  async function serving<Result>(
    work: (port: number, api: ReturnType<typeof harness> & { seen: { requests: number } }) => Promise<Result>,
  ) {
    const house = harness({ bodyGraceMs: 100, timeoutMs: 600_000 })
    const server: Server = createServer(createNodeHandler(house.api))
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    try {
      const seen = { requests: 0 }
      server.on('request', () => seen.requests++)
      return await work((server.address() as AddressInfo).port, { ...house, seen })
    } finally {
      await new Promise((resolve) => server.close(resolve))
    }
  }
  const exchange = (port: number, bytes: string) =>
    new Promise<string>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
      let answer = ''
      socket.setEncoding('latin1').on('data', (chunk: string) => {
        answer += chunk
      })
      socket.on('error', () => undefined)
      socket.on('close', () => resolve(answer))
    })

  it('holds no place: others are answered meanwhile, and the connection is closed with 408', () =>
    serving(async (port, { api, enroll, verify, seen }) => {
      await enroll('ada')
      const silent = [...POST, 'Content-Length: 12000000', '', ''].join('\r\n')
      const started = [...POST, 'Transfer-Encoding: chunked', '', '1', '{', ''].join('\r\n')
      const slow = Array.from({ length: 40 }, (_, i) => exchange(port, i % 2 === 0 ? silent : started))
      // All have come; on a slow machine the first may have been answered by then.
      while (seen.requests < 40) await turn()
      expect((await verify('ada', ALIKE)).body.decision).toBe('accept')
      for (const answer of await Promise.all(slow)) {
        expect(answer).toMatch(/^HTTP\/1\.1 408 /)
        expect(answer).toMatch(/connection: close/i)
        expect(answer).toContain('"code":"body-too-slow"')
      }
      expect(api.underWay).toBe(0)
    }))
})
