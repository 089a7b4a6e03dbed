import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { createBoundedServer } from './create-bounded-server.js'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

const LIMIT_MS = 60_000
const answersOk: RequestListener = (_, response) => response.end('ok')

/** Of at most three connections. */
const bounded = (answer = answersOk, headersTimeoutMs = LIMIT_MS) =>
  createBoundedServer(answer, { mostConnections: 3, headersTimeoutMs, requestTimeoutMs: LIMIT_MS })

async function listening(server: Server) {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  ends.push(
    () => server.closeAllConnections(),
    () => server.close(),
  )
  const { port } = server.address() as AddressInfo
  return {
    /** A connection that the server has taken or closed. */
    async opened(): Promise<Socket> {
      const taken = once(server, 'connection')
      const socket = connect(port, '127.0.0.1').on('error', () => undefined)
      socket.setEncoding('utf8')
      ends.push(() => socket.destroy())
      await taken
      return socket
    },
  }
}

const ask = (socket: Socket) => socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')

async function answerOn(socket: Socket): Promise<string> {
  const answer = once(socket, 'data')
  ask(socket)
  return String((await answer)[0])
}

it('closes the oldest silent connection when one more comes, and no other', async () => {
  const { opened } = await listening(bounded())
  const silent = [await opened(), await opened(), await opened()] as const
  const closed = once(silent[0].resume(), 'close')
  expect(await answerOn(await opened())).toMatch(/^HTTP\/1.1 200/)
  await closed
  expect(await answerOn(silent[1])).toMatch(/^HTTP\/1.1 200/)
  expect(await answerOn(silent[2])).toMatch(/^HTTP\/1.1 200/)
})

it('closes one that idles after its answer once it has idled longest', async () => {
  const { opened } = await listening(bounded())
  const first = await opened()
  const second = await opened()
  const third = await opened()
  await answerOn(first)
  const closed = once(second.resume(), 'close')
  await opened()
  await closed
  expect(await answerOn(first)).toMatch(/^HTTP\/1.1 200/)
  expect(await answerOn(third)).toMatch(/^HTTP\/1.1 200/)
})

it('closes none with a request under way: the new one where all are busy', async () => {
  const finish: (() => void)[] = []
  const server = bounded((_, response) => finish.push(() => response.end('ok')))
  const { opened } = await listening(server)
  const busy = [await opened(), await opened(), await opened()]
  for (const socket of busy) {
    const asked = once(server, 'request')
    ask(socket)
    await asked
  }
  await once((await opened()).resume(), 'close')
  const answers = busy.map((socket) => once(socket, 'data'))
  for (const end of finish) end()
  for (const answer of answers) expect(String((await answer)[0])).toMatch(/^HTTP\/1.1 200/)
})

it('closes a connection without headers long before a server with the same limit and no more would', async () => {
  const plain = createServer(answersOk)
  plain.headersTimeout = 1
  const closes = async (server: Server, name: string) => {
    const { opened } = await listening(server)
    await once((await opened()).resume(), 'close')
    return name
  }
  expect(await Promise.race([closes(plain, 'plain'), closes(bounded(answersOk, 1), 'bounded')])).toBe(
    'bounded',
  )
})
