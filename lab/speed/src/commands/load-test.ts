// Measures the server under load on this machine, against the time of its models alone.
// Needs: nothing
// Options: [rounds, default 2] [seconds, default 8]
//
// Loopback only.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createNodeEngine, frameFromImage } from '@faceward/node'
import autocannon from 'autocannon'
import { type ServerProcess, startProcess } from '../../../../examples/express/test/server-process.js'
import { photos, toJpeg } from '../../../../examples/express/test/simulated-photos.js'

const [rounds = 2, seconds = 8] = process.argv.slice(2).map(Number)
const VERIFICATIONS = 12
const PING_EVERY_MS = 20
const SERVERS = [
  { threads: 0, concurrency: 1, connections: 1 },
  { threads: 0, concurrency: 1, connections: 4 },
  { threads: 1, concurrency: 1, connections: 1 },
  { threads: 1, concurrency: 1, connections: 4 },
  { threads: 1, concurrency: 2, connections: 4 },
  { threads: 2, concurrency: 2, connections: 4 },
]

const pictures = await Promise.all((await photos(1, 4)).map(toJpeg))
const probe = pictures[3] as Buffer

const quantile = (values: readonly number[], q: number) =>
  [...values].sort((a, b) => a - b)[Math.floor(q * (values.length - 1))] as number
const milliseconds = (values: readonly number[]) =>
  `p50 ${quantile(values, 0.5).toFixed(0)} ms, p99 ${quantile(values, 0.99).toFixed(0)} ms`

// The engine alone, decoding included: what the HTTP API adds to. Measured between the loads, because other work
// on the machine comes and goes.
const dataFolder = mkdtempSync(join(tmpdir(), 'faceward-load-'))
const engine = await createNodeEngine({ dataFolder, onNotice: () => undefined })
const decoded = async (file: Buffer) => frameFromImage(await engine.decoder.decode(file))
await engine.enroll({ subjectId: 'ada', frames: await Promise.all(pictures.slice(0, 3).map(decoded)) })

async function engineAlone(): Promise<number[]> {
  const times: number[] = []
  for (let i = 0; i < VERIFICATIONS; i++) {
    const startedMs = performance.now()
    await engine.verify({ subjectId: 'ada', frames: [await decoded(probe)] })
    times.push(performance.now() - startedMs)
  }
  return times
}

async function enrolled(environment: Record<string, string>): Promise<ServerProcess> {
  const server = await startProcess({
    LOG_LEVEL: 'error',
    RATE_LIMIT_PER_MINUTE: '1000000',
    ...environment,
  })
  const form = new FormData()
  form.set('user_id', 'ada')
  for (const picture of pictures.slice(0, 3)) {
    form.append('images', new Blob([new Uint8Array(picture)]), 'a.jpg')
  }
  const response = await fetch(`${server.url}/enroll`, { method: 'POST', body: form })
  const { decision } = (await response.json()) as { decision: string }
  if (decision !== 'enrolled') throw new Error('The enrolment was refused.')
  return server
}

const residentMb = ({ process: { pid } }: ServerProcess) =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024

/** How long somebody waits who asks for next to nothing, until told to stop: what the event loop is held up. */
async function ping(url: string, until: AbortSignal): Promise<number[]> {
  const times: number[] = []
  while (!until.aborted) {
    const startedMs = performance.now()
    await (await fetch(`${url}/livez`)).text()
    times.push(performance.now() - startedMs)
    await delay(PING_EVERY_MS)
  }
  return times
}

for (let round = 1; round <= rounds; round++) {
  for (const { threads, concurrency, connections } of SERVERS) {
    const alone = await engineAlone()
    const server = await enrolled({
      INFERENCE_THREADS: String(threads),
      API_CONCURRENCY: String(concurrency),
    })
    const before = residentMb(server)
    const over = new AbortController()
    const pings = ping(server.url, over.signal)
    const { requests, latency, non2xx, errors, duration } = await autocannon({
      url: `${server.url}/verify`,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user_id: 'ada', images: [probe.toString('base64')] }),
      duration: seconds,
      connections,
    })
    over.abort()
    console.log(
      [
        `round ${round}, ${threads} threads, concurrency ${concurrency}, ${connections} connections (load average ${loadavg()[0]?.toFixed(1)})`,
        `  engine alone ${milliseconds(alone)}`,
        `  ${(requests.total / duration).toFixed(1)} requests/s, p50 ${latency.p50} ms, p99 ${latency.p99} ms, ${non2xx} not 2xx, ${errors} errors`,
        `  /livez meanwhile ${milliseconds(await pings)}; RSS ${before.toFixed(0)} -> ${residentMb(server).toFixed(0)} MB`,
      ].join('\n'),
    )
    await server.stop()
  }
}
await engine.close()
rmSync(dataFolder, { recursive: true, force: true })
