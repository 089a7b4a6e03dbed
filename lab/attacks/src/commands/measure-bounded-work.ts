// Measures what hostile requests cost a server of its own, and how long /livez takes meanwhile.
// Needs: Linux
// Options: [root of another checkout]
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { progressiveJpeg } from '../../../../packages/node/test/progressive-jpeg.js'

const root = resolve(process.argv[2] ?? fileURLToPath(new URL('../../../..', import.meta.url)))
const MEGABYTE = 1_048_576
const SIZE = 10_000_000
const POLL_MS = 20
const SLOW_CONNECTIONS = 17

const filled = (unit: string, bytes = SIZE) => unit.repeat(Math.ceil(bytes / unit.length)).slice(0, bytes)
const asImages = (value: string) => `{"user_id":"ada","images":${value}}`
const JSON_BODIES: Readonly<Record<string, string>> = {
  'one picture of 10 MB': asImages(`["${filled('QUJD')}"]`),
  'nested arrays': asImages(filled('[', SIZE / 2) + filled(']', SIZE / 2)),
  'small strings': asImages(`[${filled('"a",')}"a"]`),
  'small objects': asImages(`[${filled('{},')}{}]`),
  'many keys': `{${Array.from({ length: 700_000 }, (_, i) => `"k${i}":0`).join(',')}}`,
  'a string of escapes': asImages(`["${filled('\\u0041', 9_999_996)}"]`),
  'white space': `{"user_id"${filled(' ')}:"ada","images":["QUJD"]}`,
  'a long number': asImages(`[${filled('1')}]`),
  'letters of two bytes': `{"user_id":"${'é'.repeat(SIZE / 2)}","images":["QUJD"]}`,
}
const part = '--x\r\ncontent-disposition: form-data; name="images"; filename="a"\r\n\r\nb\r\n'
const FORM = `${part.repeat(SIZE / part.length)}--x--\r\n`

const home = mkdtempSync(join(tmpdir(), 'faceward-bounded-'))
const watch = join(home, 'watch.mjs')
writeFileSync(
  watch,
  `import { monitorEventLoopDelay } from 'node:perf_hooks'
const delay = monitorEventLoopDelay({ resolution: 10 })
delay.enable()
process.on('SIGUSR2', () => {
  console.error('DELAY ' + Math.round(delay.max / 1e6))
  delay.reset()
})`,
)
const server = spawn(
  process.execPath,
  [
    ...[
      '--conditions=@faceward/source',
      '--import',
      resolve(root, 'scripts/run-typescript.mjs'),
      '--import',
      watch,
    ],
    resolve(root, 'examples/express/src/main.ts'),
  ],
  {
    cwd: resolve(root, 'examples/express'),
    env: {
      ...{ ...process.env, NODE_OPTIONS: '', FACEWARD_HOME: home, API_PORT: '0', LOG_LEVEL: 'silent' },
      RATE_LIMIT_PER_MINUTE: '1000000',
      REQUIRE_CHALLENGE: 'none',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  },
)

/** The next line on the server's stderr that matches. */
function said(pattern: RegExp): Promise<string> {
  return new Promise((found) => {
    const look = (chunk: Buffer) => {
      const [, what] = pattern.exec(chunk.toString()) ?? []
      if (what === undefined) return
      server.stderr.off('data', look)
      found(what)
    }
    server.stderr.on('data', look)
  })
}

const url = await said(/listens on (http:\S+)/)
const mostMemory = () =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]) / 1024

interface Poll {
  readonly slowest: number
}

/** Asks /livez all the while; the slowest answer. */
async function polled(work: () => Promise<unknown>): Promise<Poll> {
  const state = { ended: false, slowest: 0 }
  const polling = (async () => {
    while (!state.ended) {
      const started = performance.now()
      // A connection that was idle for as long as the server was blocked may be lost; the time counts all the same.
      await fetch(`${url}/livez`).then(
        (answer) => answer.text(),
        () => undefined,
      )
      state.slowest = Math.max(state.slowest, performance.now() - started)
      await new Promise((next) => setTimeout(next, POLL_MS))
    }
  })()
  await work()
  state.ended = true
  await polling
  return state
}

async function measure(name: string, work: () => Promise<string>): Promise<void> {
  writeFileSync(`/proc/${server.pid}/clear_refs`, '5')
  const delay = said(/DELAY (\d+)/)
  server.kill('SIGUSR2')
  await delay
  const state = { answer: '' }
  const started = performance.now()
  const { slowest } = await polled(async () => {
    state.answer = await work()
  })
  const tookMs = Math.round(performance.now() - started)
  const blocked = said(/DELAY (\d+)/)
  server.kill('SIGUSR2')
  const row = [name, state.answer, tookMs, Math.round(slowest), await blocked, Math.round(mostMemory())]
  console.log(`| ${row.join(' | ')} |`)
}

async function post(body: string | Buffer<ArrayBuffer>, type = 'application/json'): Promise<string> {
  try {
    const response = await fetch(`${url}/verify`, { method: 'POST', headers: { 'content-type': type }, body })
    const answer = (await response.json()) as { code?: string; decision?: string }
    return `${response.status} ${answer.code ?? answer.decision}`
  } catch {
    return server.exitCode === null ? 'none: the connection was lost' : 'none: the server ended'
  }
}

/** Connections that send no body, and one that does. */
async function besideSilentOnes(): Promise<string> {
  const head = [
    'POST /verify HTTP/1.1',
    'Host: localhost',
    'Content-Type: application/json',
    'Content-Length: 1000',
  ]
  const port = Number(new URL(url).port)
  const sockets = Array.from({ length: SLOW_CONNECTIONS }, () =>
    connect(port, '127.0.0.1').on('error', () => undefined),
  )
  for (const socket of sockets) socket.once('connect', () => socket.write(`${head.join('\r\n')}\r\n\r\n`))
  await Promise.all(sockets.map((socket) => once(socket, 'ready')))
  await new Promise((next) => setTimeout(next, 500))
  const answer = await post('{"user_id":"ada","images":["QUJD"]}')
  for (const socket of sockets) socket.destroy()
  return answer
}

console.log('| request | answer | ms | slowest /livez, ms | longest block, ms | most memory, MB |')
console.log('|---|---|---|---|---|---|')
await measure('a small one', () => post(asImages('["QUJD"]')))
for (const [name, body] of Object.entries(JSON_BODIES)) {
  const bytes = Buffer.from(body)
  await measure(name, () => post(bytes))
}
const form = Buffer.from(FORM)
await measure('a form of small files', () => post(form, 'multipart/form-data; boundary=x'))
const evil = progressiveJpeg({ width: 4000, height: 3000, scans: 883 })
const images = JSON.stringify(Array.from({ length: 5 }, () => evil.toString('base64')))
await measure(`5 JPEGs of 883 scans, ${Math.round(evil.length / 1000)} kB each`, () =>
  post(`{"user_id":"bo","images":${images}}`),
)
await measure(`one beside ${SLOW_CONNECTIONS} without a body`, besideSilentOnes)
console.log(`(memory in MB of ${MEGABYTE} bytes)`)
server.kill('SIGKILL')
await once(server, 'exit')
rmSync(home, { recursive: true, force: true })
