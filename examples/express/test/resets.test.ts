import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { startProcess } from './server-process.js'

const ROUNDS = 40

const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`
const POST = ['POST /verify HTTP/1.1', 'Host: localhost', 'Content-Type: application/json']
const unfinished = [...POST, 'Content-Length: 100000', '', '{'].join('\r\n')
const chunked = [...POST, 'Transfer-Encoding: chunked', '', '5', '{"a":'].join('\r\n')

describe('connections that are reset with requests under way', () => {
  it('leave no stack on stderr, and the server answers on', async () => {
    const server = await startProcess({ RATE_LIMIT_PER_MINUTE: '1000000' })
    const said: string[] = []
    server.process.stderr?.on('data', (chunk: string) => said.push(chunk))
    const port = Number(new URL(server.url).port)
    for (let round = 0; round < ROUNDS; round++) {
      for (const path of ['/livez', '/', '/openapi.json', '/docs/', '/nowhere']) {
        const ending = [unfinished, chunked, get('/readyz'), ''][round % 4] ?? ''
        await reset(port, get(path).repeat(20) + ending, round % 3)
      }
    }
    expect((await fetch(`${server.url}/livez`)).status).toBe(200)
    expect(await server.stop()).toBe(0)
    expect(said.join('')).toBe('')
    expect(server.log.filter(({ level }) => Number(level) >= 50)).toEqual([])
  })
})

/** Sends on a connection of its own and resets it, so many turns of the event loop later. */
function reset(port: number, bytes: string, turns: number): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(bytes)
      const wait = (left: number) => {
        if (left > 0) setImmediate(wait, left - 1)
        else socket.resetAndDestroy()
      }
      wait(turns)
    })
    socket.on('error', () => undefined)
    socket.on('close', () => resolve())
  })
}
