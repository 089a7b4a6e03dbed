import { type ChildProcess, spawn } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bundleForNode } from '../../../tooling/src/bundle-for-node.mjs'
import { file, type Handler, type ModelServer, silentAfter, startServer } from '../test/model-server.js'
import { manifestOf, quietly, same, someBytes, temporaryFolder } from '../test/pull-fixtures.js'
import { createFileModelCache } from './file-model-cache.js'
import { pullModel } from './pull-model.js'

const MIB = 2 ** 20
const bytes = someBytes(4 * MIB)
let worker: string
let folder: Awaited<ReturnType<typeof temporaryFolder>>
let server: ModelServer

beforeAll(async () => {
  const packageFolder = fileURLToPath(new URL('..', import.meta.url))
  const entry = join(packageFolder, 'test', 'pull-worker.ts')
  worker = await bundleForNode({ entry, packageFolder, external: ['undici'] })
})
beforeEach(async () => {
  folder = await temporaryFolder()
})
afterEach(async () => {
  await server.close()
  await folder.remove()
})

interface Worker {
  readonly process: ChildProcess
  readonly lines: AsyncIterator<string>
}

function startWorker(): Worker {
  const manifest = JSON.stringify(manifestOf(bytes, `${server.url}/model.onnx`))
  const child = spawn(process.execPath, [worker, folder.path, manifest], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return { process: child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() }
}

async function resultOf({ lines }: Worker): Promise<unknown> {
  for (;;) {
    const { value, done } = await lines.next()
    if (done) return 'died'
    if (value.startsWith('{')) return JSON.parse(value)
  }
}

async function reaches({ lines }: Worker, line: string): Promise<void> {
  for (let next = await lines.next(); !next.done; next = await lines.next()) if (next.value === line) return
  throw new Error('the worker ended first')
}

async function kill({ process }: Worker): Promise<void> {
  const gone = new Promise((resolve) => process.once('exit', resolve))
  process.kill('SIGKILL')
  await gone
}

function whatIsThere(): Promise<readonly string[]> {
  return readdir(folder.path, { recursive: true }).then((names) => names.sort())
}

describe('several processes on one cache', () => {
  it('pull the same model at once: each gets it whole, and one file is left', async () => {
    // Nobody is answered before all have asked, so that they really run side by side.
    const waiting: (() => void)[] = []
    const together: Handler = (request, response) => {
      waiting.push(() => file(bytes)(request, response))
      if (waiting.length === 3) for (const answer of waiting) answer()
    }
    server = await startServer(together)
    const results = await Promise.all([startWorker(), startWorker(), startWorker()].map(resultOf))
    expect(results).toEqual(Array(3).fill({ length: bytes.length, fromCache: false }))
    const { sha256 } = manifestOf(bytes, '').file
    expect(await whatIsThere()).toEqual([`${sha256}.onnx`, 'partial'])
    expect(same(await createFileModelCache({ folder: folder.path }).get(sha256), bytes)).toBe(true)
    expect(await resultOf(startWorker())).toEqual({ length: bytes.length, fromCache: true })
  })

  it('go on where one of them was killed', async () => {
    server = await startServer(silentAfter(bytes, 3 * MIB), file(bytes))
    const killed = startWorker()
    await reaches(killed, '3 MiB')
    await kill(killed)
    const cache = createFileModelCache({ folder: folder.path })
    const pulled = await pullModel(manifestOf(bytes, `${server.url}/model.onnx`), { cache, ...quietly() })
    expect(same(pulled.bytes, bytes)).toBe(true)
    const [, from] = /^bytes=(\d+)-$/.exec(server.requests[1]!.headers.range ?? '') ?? []
    // What was on its way to the disk may be lost, at most about 1 MiB.
    expect(Number(from)).toBeGreaterThanOrEqual(2 * MIB - 65_536)
    expect(await whatIsThere()).toEqual([`${manifestOf(bytes, '').file.sha256}.onnx`, 'partial'])
  })

  it('do not take what a living one is working on', async () => {
    server = await startServer(silentAfter(bytes, 2 * MIB), file(bytes))
    const busy = startWorker()
    await reaches(busy, '2 MiB')
    const cache = createFileModelCache({ folder: folder.path })
    await pullModel(manifestOf(bytes, `${server.url}/model.onnx`), { cache, ...quietly() })
    expect(server.requests[1]!.headers.range).toBeUndefined()
    expect(await readdir(join(folder.path, 'partial'))).toHaveLength(1)
    await kill(busy)
  })
})
