// Times pulling a model against plain fetching over loopback.
// Needs: nothing
//
// 38.7 MB as SFace has, the server in a process of its own.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ModelCache } from '@faceward/models'
import { createFileModelCache, pullModel } from '@faceward/models-node'
import { afterAll, bench, describe } from 'vitest'
import { writeFileAtomically } from '../../../../packages/models-node/src/write-file-atomically.js'
import { manifestOf } from '../../../../packages/models-node/test/pull-fixtures.js'

const LENGTH = 38_696_353
const server = spawn(
  process.execPath,
  [
    '-e',
    `const bytes = Buffer.alloc(${LENGTH}, 'weights')
     const headers = { 'content-length': ${LENGTH}, etag: '"v1"' }
     const server = require('http').createServer((_, response) => response.writeHead(200, headers).end(bytes))
     server.listen(0, '127.0.0.1', () => console.log(server.address().port))`,
  ],
  { stdio: ['ignore', 'pipe', 'inherit'] },
)
const [port] = (await once(server.stdout, 'data')) as [Buffer]
const url = `http://127.0.0.1:${port.toString().trim()}/model.onnx`
const manifest = manifestOf(Buffer.alloc(LENGTH, 'weights'), url)
const folder = mkdtempSync(join(tmpdir(), 'faceward-bench-'))

afterAll(() => {
  server.kill()
  rmSync(folder, { recursive: true, force: true })
})

async function plainFetch(): Promise<Uint8Array> {
  return new Uint8Array(await (await fetch(url)).arrayBuffer())
}

const forgetful: ModelCache = { get: async () => undefined, put: async () => undefined }
const kept = createFileModelCache({ folder: join(folder, 'kept') })
await pullModel(manifest, { cache: kept, environment: {} })

describe('38.7 MB over loopback', () => {
  const options = { iterations: 20, time: 0, warmupIterations: 3, warmupTime: 0 }
  bench('fetch().arrayBuffer()', async () => void (await plainFetch()), options)
  bench(
    'fetch, sha256, write and fsync by hand',
    async () => {
      const bytes = await plainFetch()
      createHash('sha256').update(bytes).digest('hex')
      await writeFileAtomically(join(folder, 'plain'), bytes)
    },
    options,
  )
  bench(
    'pullModel, kept nowhere',
    async () => void (await pullModel(manifest, { cache: forgetful, environment: {} })),
    options,
  )
  bench(
    'pullModel into a file cache',
    async () => {
      const cache = createFileModelCache({ folder: join(folder, 'fresh') })
      await pullModel(manifest, { cache, environment: {} })
      rmSync(cache.folder, { recursive: true })
    },
    options,
  )
  bench(
    'pullModel from a file cache',
    async () => void (await pullModel(manifest, { cache: kept, environment: {} })),
    options,
  )
})
