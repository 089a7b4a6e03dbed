import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  file,
  type Handler,
  type ModelServer,
  silentAfter,
  startServer,
  status,
} from '../test/model-server.js'
import { manifestOf, quietly, same, someBytes, temporaryFolder } from '../test/pull-fixtures.js'
import { createFileModelCache, type FileModelCache } from './file-model-cache.js'
import { pullModel } from './pull-model.js'
import type { PullModelOptions } from './pull-options.js'
import type { DownloadProgress } from './transfer.js'

const bytes = someBytes(300_000)
const old = someBytes(300_000, 'an older version')
let folder: Awaited<ReturnType<typeof temporaryFolder>>
let cache: FileModelCache
let server: ModelServer

beforeEach(async () => {
  folder = await temporaryFolder()
  cache = createFileModelCache({ folder: folder.path })
})
afterEach(async () => {
  await server.close()
  await folder.remove()
})

function pull(options: Partial<PullModelOptions> = {}) {
  const manifest = manifestOf(bytes, `${server.url}/model.onnx`)
  return pullModel(manifest, { cache, ...quietly(), retries: 0, ...options })
}

/** Pulls until so many bytes have come, when the connection is reset. */
async function pullUntil(count: number, options: Partial<PullModelOptions> = {}) {
  const onProgress = ({ receivedBytes }: DownloadProgress) => receivedBytes === count && server.breakOff()
  await expect(pull({ ...options, onProgress })).rejects.toMatchObject({
    code: 'download-failed',
    retryable: true,
  })
}

const ranges = () => server.requests.map(({ headers }) => headers.range)
const partialFiles = () => readdir(join(folder.path, 'partial'))

describe('a download that broke off', () => {
  it('goes on where it was, within one call', async () => {
    server = await startServer(silentAfter(bytes, 120_000), file(bytes))
    const onProgress = ({ receivedBytes }: DownloadProgress) => receivedBytes === 120_000 && server.breakOff()
    expect(same((await pull({ retries: 1, onProgress })).bytes, bytes)).toBe(true)
    expect(ranges()).toEqual([undefined, 'bytes=120000-'])
    expect(server.requests[1]!.headers['if-range']).toBe('"v1"')
  })

  it('goes on where it was, in the next call', async () => {
    server = await startServer(silentAfter(bytes, 120_000), file(bytes))
    await pullUntil(120_000)
    expect(await partialFiles()).toHaveLength(1)
    const received: number[] = []
    const { bytes: got } = await pull({ onProgress: ({ receivedBytes }) => received.push(receivedBytes) })
    expect(same(got, bytes)).toBe(true)
    expect(ranges()).toEqual([undefined, 'bytes=120000-'])
    expect(received[0]).toBe(120_000)
    expect(await partialFiles()).toEqual([])
  })

  it('goes on after an abort half-way, which rejects with its reason', async () => {
    server = await startServer(silentAfter(bytes, 150_000), file(bytes))
    const abort = new AbortController()
    const reason = new Error('the user pressed Ctrl-C')
    const first = pull({
      signal: abort.signal,
      onProgress: ({ receivedBytes }) => receivedBytes >= 150_000 && abort.abort(reason),
    })
    await expect(first).rejects.toBe(reason)
    expect(same((await pull()).bytes, bytes)).toBe(true)
    expect(ranges()[1]).toBe('bytes=150000-')
  })

  it('goes on many times', async () => {
    const stops = [40_000, 90_000, 91_000, 250_000, 299_999]
    const steps = stops.map<Handler>((end) => (request, response) => {
      const from = Number(/\d+/.exec(request.headers.range ?? '0')?.[0])
      response.writeHead(from > 0 ? 206 : 200, {
        etag: '"v1"',
        'content-length': bytes.length - from,
        ...(from > 0 ? { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` } : {}),
      })
      response.write(bytes.subarray(from, end))
    })
    server = await startServer(...steps, file(bytes))
    const broken = new Set<number>()
    const onProgress = ({ receivedBytes }: DownloadProgress) => {
      if (!stops.includes(receivedBytes) || broken.has(receivedBytes)) return
      broken.add(receivedBytes)
      server.breakOff()
    }
    expect(same((await pull({ retries: 5, onProgress })).bytes, bytes)).toBe(true)
    expect(ranges()).toEqual([undefined, ...stops.map((stop) => `bytes=${stop}-`)])
  })

  it.each<[string, Handler]>([
    ['the file changed (200 to If-Range)', file(bytes, { etag: '"v2"' })],
    [
      'the server knows no ranges',
      (_, response) => response.writeHead(200, { 'content-length': 300_000 }).end(bytes),
    ],
  ])('begins anew when %s', async (_, handler) => {
    server = await startServer(silentAfter(old, 120_000), handler)
    await pullUntil(120_000)
    expect(same((await pull()).bytes, bytes)).toBe(true)
    expect(server.requests).toHaveLength(2)
  })

  it.each<[string, Handler]>([
    ['416', status(416)],
    [
      'another range',
      (_, response) => {
        response.writeHead(206, { 'content-range': `bytes 5-299999/300000`, 'content-length': 299_995 })
        response.end(bytes.subarray(5))
      },
    ],
    [
      'a range of a longer file',
      (_, response) => {
        response.writeHead(206, { 'content-range': `bytes 120000-300004/300005`, 'content-length': 180_005 })
        response.end(new Uint8Array(180_005))
      },
    ],
  ])('is asked for whole when the server answers %s', async (_, handler) => {
    server = await startServer(silentAfter(bytes, 120_000), handler, file(bytes))
    await pullUntil(120_000)
    expect(same((await pull()).bytes, bytes)).toBe(true)
    expect(ranges()).toEqual([undefined, 'bytes=120000-', undefined])
  })

  it('begins anew when its pieces do not fit together although the server says so', async () => {
    server = await startServer(silentAfter(old, 120_000), file(bytes))
    await pullUntil(120_000)
    expect(same((await pull()).bytes, bytes)).toBe(true)
    expect(ranges()).toEqual([undefined, 'bytes=120000-', undefined])
  })

  it('is refused when the whole is wrong too', async () => {
    server = await startServer(silentAfter(bytes, 120_000), file(old))
    await pullUntil(120_000)
    await expect(pull()).rejects.toMatchObject({ code: 'integrity-mismatch', retryable: false })
    expect(await partialFiles()).toEqual([])
  })

  it('is not gone on with from another address', async () => {
    server = await startServer(silentAfter(bytes, 120_000), file(bytes))
    await pullUntil(120_000)
    await pull({ mirror: `${server.url}/elsewhere` })
    expect(ranges()).toEqual([undefined, undefined])
  })

  it('is not gone on with when the server names no version', async () => {
    server = await startServer(silentAfter(bytes, 120_000, { etag: 'W/"weak"' }), file(bytes))
    await pullUntil(120_000)
    expect(await partialFiles()).toEqual([])
    await pull()
    expect(ranges()).toEqual([undefined, undefined])
  })

  it('goes on by the time of the last change where there is no ETag', async () => {
    const date = 'Wed, 21 Oct 2026 07:28:00 GMT'
    server = await startServer(
      silentAfter(bytes, 120_000, { 'last-modified': date }),
      file(bytes, { etag: date }),
    )
    await pullUntil(120_000)
    expect(same((await pull()).bytes, bytes)).toBe(true)
    expect(server.requests[1]!.headers).toMatchObject({ range: 'bytes=120000-', 'if-range': date })
  })

  it.each<[string, (content: Buffer) => Uint8Array]>([
    ['damaged', (content) => content.map((byte, index) => (index === 100_000 ? byte ^ 1 : byte))],
    ['longer than the model', (content) => Buffer.concat([content, Buffer.alloc(400_000)])],
    ['without its head', (content) => content.subarray(700)],
    ['empty', () => new Uint8Array()],
  ])('does no harm when what was kept is %s', async (_, damage) => {
    server = await startServer(silentAfter(bytes, 120_000), file(bytes))
    await pullUntil(120_000)
    const path = join(folder.path, 'partial', (await partialFiles())[0]!)
    await writeFile(path, damage(await readFile(path)))
    expect(same((await pull()).bytes, bytes)).toBe(true)
    expect(await partialFiles()).toEqual([])
  })

  it('writes down neither the address nor a password in it', async () => {
    server = await startServer(silentAfter(bytes, 120_000))
    const mirror = server.url.replace('://', '://loretta:hunter2@')
    await pullUntil(120_000, { mirror })
    expect(server.requests[0]!.headers.authorization).toBe(
      `Basic ${Buffer.from('loretta:hunter2').toString('base64')}`,
    )
    const kept = await readFile(join(folder.path, 'partial', (await partialFiles())[0]!), 'latin1')
    // None of it can be a part of the address's hexadecimal digest, which is written down.
    expect(kept.slice(0, 512)).not.toMatch(/127\.0\.0\.1|hunter2|loretta/)
  })
})
