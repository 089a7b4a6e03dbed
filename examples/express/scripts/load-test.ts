// Measures the server under load on this machine, against the time of its models alone. Loopback only.
//   node --conditions=@faceward/source --import ./scripts/run-typescript.mjs examples/express/scripts/load-test.ts [rounds] [seconds]

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createNodeEngine, frameFromImage } from '@faceward/node'
import autocannon from 'autocannon'
import { startProcess } from '../test/server-process.js'
import { photos, toJpeg } from '../test/simulated-photos.js'

const [rounds = 3, seconds = 8] = process.argv.slice(2).map(Number)
const VERIFICATIONS = 12
const CONNECTIONS = [1, 4]

const pictures = await Promise.all((await photos(1, 4)).map(toJpeg))
const probe = pictures[3] as Buffer

const quantile = (values: readonly number[], q: number) =>
  [...values].sort((a, b) => a - b)[Math.floor(q * (values.length - 1))] as number

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

const server = await startProcess({ LOG_LEVEL: 'error', RATE_LIMIT_PER_MINUTE: '1000000' })
const form = new FormData()
form.set('user_id', 'ada')
for (const picture of pictures.slice(0, 3))
  form.append('images', new Blob([new Uint8Array(picture)]), 'a.jpg')
const enrolled = (await (await fetch(`${server.url}/enroll`, { method: 'POST', body: form })).json()) as {
  decision: string
}
if (enrolled.decision !== 'enrolled') throw new Error('The enrolment was refused.')

const residentMb = () =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${server.process.pid}/status`, 'utf8'))?.[1]) / 1024

for (let round = 1; round <= rounds; round++) {
  const alone = await engineAlone()
  const [p50, p99] = [0.5, 0.99].map((q) => quantile(alone, q).toFixed(0))
  console.log(
    `round ${round}, engine alone: p50 ${p50} ms, p99 ${p99} ms; load average ${loadavg()[0]?.toFixed(1)}`,
  )
  for (const connections of CONNECTIONS) {
    const { requests, latency, non2xx, errors, duration } = await autocannon({
      url: `${server.url}/verify`,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user_id: 'ada', images: [probe.toString('base64')] }),
      duration: seconds,
      connections,
    })
    console.log(
      `  ${connections} connections: ${(requests.total / duration).toFixed(1)} requests/s, p50 ${latency.p50} ms, ` +
        `p99 ${latency.p99} ms, ${non2xx} not 2xx, ${errors} errors, RSS ${residentMb().toFixed(0)} MB`,
    )
  }
}
await server.stop()
await engine.close()
rmSync(dataFolder, { recursive: true, force: true })
