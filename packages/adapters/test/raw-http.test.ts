import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createNodeHandler } from '../src/node/index.js'
import { harness } from './api-harness.js'

const { api } = harness({ timeoutMs: 1000, bodyLimitBytes: 65_536 })
const server: Server = createServer(createNodeHandler(api))
beforeAll(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', () => resolve())))
afterAll(() => new Promise((resolve) => server.close(resolve).closeAllConnections()))

/** What comes back for these bytes on a connection of their own, until the server closes it. */
function exchange(bytes: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
    let answer = ''
    socket.setEncoding('latin1')
    socket.on('data', (chunk: string) => {
      answer += chunk
    })
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(answer))
    socket.write(bytes, 'latin1')
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
    const answer = await exchange(lines(...POST, 'Content-Length: 1000', '', '{"user_id":'))
    expect(statuses(answer)).toEqual([504])
    expect(answer).toContain('"code":"timed-out"')
    await api.idle()
    expect(api.underWay).toBe(0)
  })

  it('keep nobody else waiting', async () => {
    const slow = Array.from({ length: 10 }, () => exchange(lines(...POST, 'Content-Length: 1000', '', '{')))
    const alive = await exchange(lines('GET /livez HTTP/1.1', 'Host: 127.0.0.1', 'Connection: close', '', ''))
    expect(statuses(alive)).toEqual([200])
    expect((await Promise.all(slow)).flatMap(statuses)).toEqual(Array(10).fill(504))
  })
})
