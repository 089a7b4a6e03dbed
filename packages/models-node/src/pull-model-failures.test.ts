import { EventEmitter, once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { ModelLoadError } from '@faceward/spec'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  file,
  type Handler,
  type ModelServer,
  silentAfter,
  startServer,
  status,
} from '../test/model-server.js'
import {
  fakeWait,
  manifestOf,
  quietly,
  STALL_MS,
  same,
  someBytes,
  temporaryFolder,
} from '../test/pull-fixtures.js'
import { createFileModelCache, type FileModelCache } from './file-model-cache.js'
import { pullModel } from './pull-model.js'
import type { PullModelOptions } from './pull-options.js'

const bytes = someBytes(300_000)
let folder: Awaited<ReturnType<typeof temporaryFolder>>
let cache: FileModelCache
const servers: ModelServer[] = []

beforeEach(async () => {
  folder = await temporaryFolder()
  cache = createFileModelCache({ folder: folder.path })
})
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
  await folder.remove()
})

async function serve(...handlers: Handler[]): Promise<ModelServer> {
  const server = await startServer(...handlers)
  servers.push(server)
  return server
}

async function failureOf(url: string, options: Partial<PullModelOptions> = {}): Promise<ModelLoadError> {
  const manifest = manifestOf(bytes, `${url}/model.onnx?token=hunter2`)
  const settings = { cache, ...quietly(), retries: 0, ...options }
  const error = await pullModel(manifest, settings).catch((cause: unknown) => cause)
  expect(error).toBeInstanceOf(ModelLoadError)
  expect(String(error)).not.toContain('hunter2')
  expect(await cache.get(manifest.file.sha256)).toBeUndefined()
  return error as ModelLoadError
}

const WRONG = { code: 'integrity-mismatch', retryable: false }

describe('bytes that are not the pinned ones', () => {
  const longer = someBytes(300_001)
  const chunked =
    (content: Uint8Array): Handler =>
    (_, response) => {
      response.writeHead(200, { etag: '"v1"' })
      response.write(content.subarray(0, 1000))
      response.end(content.subarray(1000))
    }
  const closing: Handler = (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html>please log in</html>')
  }
  it.each<[string, Handler, RegExp]>([
    ['as long but different', file(someBytes(300_000, 'other')), /sha256/],
    ['longer, and says so', file(longer), /300001 bytes long where 300000/],
    ['longer, and does not say so', chunked(longer), /longer than 300000/],
    ['endless', endless(), /longer than 300000/],
    ['shorter, and says so', file(bytes.subarray(0, 131)), /131 bytes long/],
    ['shorter, without saying so', chunked(bytes.subarray(0, 5000)), /ends after 5000/],
    ['a login page', closing, /not the pinned file/],
    ['empty', file(new Uint8Array()), /0 bytes long/],
  ])('are refused when they are %s, and trying again is not advised', async (_, handler, why) => {
    const server = await serve(handler)
    const error = await failureOf(server.url, { retries: 3 })
    expect(error).toMatchObject(WRONG)
    expect(error.message).toMatch(why)
    expect(error.message).not.toMatch(/again/)
    expect(server.requests).toHaveLength(1)
    expect(await readdir(join(folder.path, 'partial'))).toEqual([])
  })

  it('are refused when something on the way changed their form', async () => {
    const squeezed = gzipSync(bytes)
    const server = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': squeezed.length }).end(squeezed)
    })
    expect(await failureOf(server.url)).toMatchObject({
      code: 'download-failed',
      retryable: false,
      message: expect.stringContaining('gzip'),
    })
  })

  it('stay out although the other address is merely broken', async () => {
    const [wrong, broken] = [await serve(file(someBytes(300_000, 'other'))), await serve(status(500))]
    const manifest = manifestOf(bytes, `${broken.url}/a`, [`${wrong.url}/b`])
    const pull = pullModel(manifest, { cache, ...quietly(), retries: 0 })
    await expect(pull).rejects.toMatchObject({ ...WRONG, message: expect.stringContaining('1 more address') })
  })
})

describe('a server that does not give the file', () => {
  it.each<[number, string, boolean, RegExp]>([
    [404, 'not-found', false, /update faceward/],
    [410, 'not-found', false, /not there/],
    [401, 'download-failed', false, /name and password/],
    [403, 'download-failed', false, /Access is refused/],
    [407, 'download-failed', false, /HTTPS_PROXY/],
    [418, 'download-failed', false, /mirror/],
    [206, 'download-failed', false, /mirror/],
    [429, 'download-failed', true, /try again later/],
    [500, 'download-failed', true, /try again later/],
    [503, 'download-failed', true, /mirror/],
  ])('answers %i: %s, retryable %s', async (code, expected, retryable, advice) => {
    const server = await serve(status(code))
    const error = await failureOf(server.url, { retries: 2 })
    expect(error).toMatchObject({ code: expected, retryable })
    expect(error.message).toMatch(advice)
    expect(server.requests).toHaveLength(retryable ? 3 : 1)
  })

  it('is asked again after longer and longer pauses, or after as long as it says', async () => {
    const server = await serve(status(500), status(502), status(503, { 'retry-after': '7' }), file(bytes))
    const clock = fakeWait()
    const manifest = manifestOf(bytes, `${server.url}/model.onnx`)
    await pullModel(manifest, { cache, ...quietly(), wait: clock.wait })
    expect(clock.pauses).toEqual([500, 1000, 7000])
  })

  it('cannot make us wait for hours', async () => {
    const server = await serve(status(503, { 'retry-after': '86400' }), file(bytes))
    const clock = fakeWait()
    const manifest = manifestOf(bytes, `${server.url}/model.onnx`)
    await pullModel(manifest, { cache, ...quietly(), wait: clock.wait })
    expect(clock.pauses).toEqual([30_000])
  })

  it('is not there at all', async () => {
    const server = await serve(file(bytes))
    await server.close()
    const error = await failureOf(server.url)
    expect(error).toMatchObject({ code: 'download-failed', retryable: true })
    expect(error.message).toMatch(/ECONNREFUSED.*HTTPS_PROXY.*mirror.*loadModelFile/)
  })

  it('resets the connection every time', async () => {
    const server = await serve((request) => request.socket.destroy())
    expect(await failureOf(server.url, { retries: 1 })).toMatchObject({
      code: 'download-failed',
      retryable: true,
    })
    expect(server.requests).toHaveLength(2)
  })

  it('is passed over for a mirror that has it', async () => {
    const [gone, good] = [await serve(status(404)), await serve(file(bytes))]
    const manifest = manifestOf(bytes, `${gone.url}/model.onnx`, [`${good.url}/model.onnx`])
    expect(same((await pullModel(manifest, { cache, ...quietly() })).bytes, bytes)).toBe(true)
  })

  it.each([0, 100_000])(
    'falls silent after %i bytes: given up after two looks, then tried again',
    async (count) => {
      const clock = fakeWait()
      const heard = new EventEmitter()
      const silence = once(heard, 'silence')
      const silent: Handler = count === 0 ? () => heard.emit('silence') : silentAfter(bytes, count)
      const server = await serve(silent, file(bytes))
      const pull = pullModel(manifestOf(bytes, `${server.url}/model.onnx`), {
        cache,
        environment: {},
        wait: clock.wait,
        stallMs: STALL_MS,
        onProgress: ({ receivedBytes }) => receivedBytes === count && heard.emit('silence'),
      })
      await silence
      if (count > 0) await clock.stall()
      await clock.stall()
      expect(same((await pull).bytes, bytes)).toBe(true)
      expect(clock.pauses).toEqual([500])
      expect(server.requests[1]!.headers.range).toBe(count > 0 ? `bytes=${count}-` : undefined)
    },
  )
})

/** Never stops sending, and never says how much it will be. */
function endless(): Handler {
  return (_, response) => {
    const send = () => {
      while (!response.destroyed && response.write(bytes.subarray(0, 60_000)));
      if (!response.destroyed) response.once('drain', send)
    }
    response.writeHead(200, { etag: '"v1"' })
    send()
  }
}
