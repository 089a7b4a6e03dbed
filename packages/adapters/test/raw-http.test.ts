import { createServer, type Server } from 'node:http'
import { duplexPair } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { createNodeHandler } from '../src/node/index.js'
import { harness } from './api-harness.js'

/** Waits longer than any busy machine takes to send what is sent at once. */
const server: Server = createServer(createNodeHandler(harness({ bodyLimitBytes: 65_536 }).api))
const { api } = harness({ timeoutMs: 1000, bodyLimitBytes: 65_536 })
const impatient: Server = createServer(createNodeHandler(api))
// The limit on headers is the server's, as examples/express sets it; here sooner, and on a server of its own: on a busy
// machine two hundred connections at once have not all brought their headers in such a time.
const limits = { headersTimeout: 300, connectionsCheckingInterval: 50 }
const impatientForHeaders: Server = createServer(limits, createNodeHandler(api))
// Its connections are checked from then on.
for (const one of [server, impatient, impatientForHeaders]) one.emit('listening')

const DRIP_MS = 20

/**
 * What comes back for these bytes on a connection of their own, until the server closes it; `dripped` follows, a
 * character at a time. The connection is one in memory: TCP throws an answer away that a client has not read when it
 * sends on to a server that has closed, and then it is a matter of time what is seen.
 */
function exchange(bytes: string, dripped = '', to = server): Promise<string> {
  return new Promise((resolve) => {
    const [socket, ofServer] = duplexPair()
    to.emit('connection', ofServer)
    let answer = ''
    socket.setEncoding('latin1')
    socket.on('data', (chunk: string) => {
      answer += chunk
    })
    socket.on('error', () => undefined)
    socket.write(bytes, 'latin1')
    let sent = 0
    const drip = setInterval(() => {
      if (sent < dripped.length) socket.write(dripped[sent++] as string)
    }, DRIP_MS)
    const closed = () => {
      clearInterval(drip)
      resolve(answer)
    }
    socket.on('end', closed)
    ofServer.on('close', closed)
  })
}

const statuses = (answer: string) =>
  [...answer.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status))
const lines = (...text: string[]) => text.join('\r\n')
const POST = [
  'POST /verify HTTP/1.1',
  'Host: 127.0.0.1',
  'Content-Type: application/json',
  'Connection: close',
]

describe('bytes that are no honest HTTP', () => {
  it.each([
    ['two lengths', lines(...POST, 'Content-Length: 2', 'Content-Length: 3', '', '{}x')],
    [
      'a length and chunks',
      lines(
        ...POST,
        'Content-Length: 4',
        'Transfer-Encoding: chunked',
        '',
        '0',
        '',
        'GET /users/ada HTTP/1.1',
        '',
        '',
      ),
    ],
    ['an encoding hidden by a space', lines(...POST, 'Transfer-Encoding : chunked', '', '0', '', '')],
    ['an encoding nobody knows', lines(...POST, 'Transfer-Encoding: xchunked', '', '0', '', '')],
    ['a header with a bare line feed', lines(...POST, 'X-A: b\nContent-Length: 2', '', '{}')],
    ['two hosts', lines('GET /livez HTTP/1.1', 'Host: 127.0.0.1', 'Host: evil', 'Connection: close', '', '')],
    [
      'a chunk that is longer than it says',
      lines(...POST, 'Transfer-Encoding: chunked', '', '2', '{}{}', '0', '', ''),
    ],
    ['a chunk of no size', lines(...POST, 'Transfer-Encoding: chunked', '', 'zz', '{}', '0', '', '')],
    ['a length that is negative', lines(...POST, 'Content-Length: -1', '', '{}')],
    ['a header folded over two lines', lines(...POST, 'X-A: b', ' c', 'Content-Length: 2', '', '{}')],
    ['headers without end', lines(...POST, ...Array.from({ length: 3000 }, (_, i) => `X-${i}: a`), '', '')],
    [
      'two keys',
      lines(...POST, 'Authorization: Bearer a', 'Authorization: Bearer b', 'Content-Length: 2', '', '{}'),
    ],
    ['two types', lines(...POST, 'Content-Type: multipart/form-data', 'Content-Length: 2', '', '{}')],
    ['no host', lines('GET /livez HTTP/1.1', 'Connection: close', '', '')],
    ['a header too long', lines(...POST, `X-A: ${'a'.repeat(20_000)}`, '', '')],
    ['no HTTP at all', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
  ])('get one refusal and no second request: %s', async (_, bytes) => {
    const answered = statuses(await exchange(bytes))
    expect(answered).toHaveLength(1)
    expect(answered[0]).toBeGreaterThanOrEqual(400)
    expect(answered[0]).toBeLessThan(500)
    expect(
      statuses(await exchange(lines('GET /livez HTTP/1.1', 'Host: 127.0.0.1', 'Connection: close', '', ''))),
    ).toEqual([200])
  })
})

describe('slow clients', () => {
  it('are answered at the timeout when a body does not come, and leave their place', async () => {
    const answer = await exchange(lines(...POST, 'Content-Length: 1000', '', '{"user_id":'), '', impatient)
    expect(statuses(answer)).toEqual([504])
    expect(answer).toContain('"code":"timed-out"')
    await api.idle()
    expect(api.underWay).toBe(0)
  })

  it('are answered at the timeout when a body comes a character at a time', async () => {
    const body = `{"user_id":"${'a'.repeat(10_000)}"}`
    const answer = await exchange(lines(...POST, `Content-Length: ${body.length}`, '', ''), body, impatient)
    expect(statuses(answer)).toEqual([504])
    await api.idle()
    expect(api.underWay).toBe(0)
  })

  it('lose the connection when the headers do not come, also a character at a time', async () => {
    const waiting = lines('POST /verify HTTP/1.1', 'Host: 127.0.0.1', 'X-A: ')
    const before = api.underWay
    for (const dripped of ['', 'a'.repeat(10_000)]) {
      expect(statuses(await exchange(waiting, dripped, impatientForHeaders))).toEqual([408])
    }
    expect(api.underWay).toBe(before)
  })

  it('cost no memory for what they never send', async () => {
    // Each says it will send as much as is allowed, and sends one character.
    const before = process.memoryUsage().arrayBuffers
    const slow = Array.from({ length: 200 }, () =>
      exchange(lines(...POST, 'Content-Length: 65536', '', '{'), '', impatient),
    )
    const answers = (await Promise.all(slow)).flatMap(statuses)
    expect(answers).toHaveLength(200)
    expect(new Set(answers)).toEqual(new Set([504]))
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1_048_576)
  })

  it('keep nobody else waiting', async () => {
    const slow = Array.from({ length: 10 }, () =>
      exchange(lines(...POST, 'Content-Length: 1000', '', '{'), '', impatient),
    )
    const alive = await exchange(
      lines('GET /livez HTTP/1.1', 'Host: 127.0.0.1', 'Connection: close', '', ''),
      '',
      impatient,
    )
    expect(statuses(alive)).toEqual([200])
    expect((await Promise.all(slow)).flatMap(statuses)).toEqual(Array(10).fill(504))
  })
})
