import { createServer, request as forward } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { file, type Handler, type ModelServer, startServer } from '../test/model-server.js'
import { manifestOf, quietly, same, someBytes, temporaryFolder } from '../test/pull-fixtures.js'
import { createFileModelCache, type FileModelCache } from './file-model-cache.js'
import { pullModel } from './pull-model.js'
import type { PullModelOptions } from './pull-options.js'

const bytes = someBytes(20_000)
const servers: ModelServer[] = []
let folder: Awaited<ReturnType<typeof temporaryFolder>>
let cache: FileModelCache

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

function pull(url: string, options: Partial<PullModelOptions> = {}) {
  const settings = { cache, ...quietly(), retries: 0, ...options }
  return pullModel(manifestOf(bytes, url), settings)
}

function redirect(to: string, code = 302): Handler {
  return (_, response) => response.writeHead(code, { location: to }).end('elsewhere')
}

describe('redirects', () => {
  it.each([301, 302, 303, 307, 308])(
    'are followed (%i), also to another host and by a relative address',
    async (code) => {
      const last = await serve(redirect('/end', code), file(bytes))
      const first = await serve(redirect(`${last.url}/start`, code))
      expect(same((await pull(`${first.url}/model.onnx`)).bytes, bytes)).toBe(true)
      expect(last.requests.map(({ url }) => url)).toEqual(['/start', '/end'])
    },
  )

  it('in a circle end', async () => {
    const server = await serve((request, response) =>
      redirect(request.url === '/a' ? '/b' : '/a')(request, response),
    )
    await expect(pull(`${server.url}/a`)).rejects.toMatchObject({ code: 'download-failed', retryable: false })
    expect(server.requests.length).toBeLessThanOrEqual(3)
  })

  it('without end end', async () => {
    let count = 0
    const server = await serve((request, response) => redirect(`/${count++}`)(request, response))
    await expect(pull(`${server.url}/start`)).rejects.toThrow(/more than 5 times/)
    expect(server.requests).toHaveLength(6)
  })

  it.each(['http://mirror.example/model.onnx', 'ftp://127.0.0.1/model.onnx', 'file:///etc/passwd'])(
    'to %s are refused',
    async (to) => {
      const server = await serve(redirect(to))
      await expect(pull(`${server.url}/model.onnx`)).rejects.toMatchObject({
        code: 'download-failed',
        message: expect.stringContaining('not https'),
      })
    },
  )

  it('to nowhere are refused', async () => {
    const server = await serve((_, response) => response.writeHead(302).end())
    await expect(pull(`${server.url}/model.onnx`)).rejects.toThrow(/nowhere/)
  })

  it('do not carry the mirror’s password to another host', async () => {
    const other = await serve(file(bytes))
    const mirror = await serve(redirect('/moved'), redirect(`${other.url}/model.onnx`))
    await pull('https://models.example/model.onnx', { mirror: mirror.url.replace('://', '://ada:hunter2@') })
    expect(mirror.requests.map(({ headers }) => headers.authorization)).toEqual([
      expect.stringMatching(/^Basic /),
      expect.stringMatching(/^Basic /),
    ])
    expect(other.requests[0]!.headers.authorization).toBeUndefined()
  })
})

describe('the way to the model', () => {
  it('is https, unless it stays on this machine or a mirror says otherwise', async () => {
    const error = pull('http://models.example/model.onnx')
    await expect(error).rejects.toMatchObject({
      code: 'download-failed',
      message: expect.stringMatching(/not https.*mirror/),
    })
  })

  it('is the mirror instead of the catalogue, with the path behind it', async () => {
    const mirror = await serve(file(bytes))
    await pull('https://models.example/zoo/model.onnx', { mirror: `${mirror.url}/base/` })
    expect(mirror.requests.map(({ url }) => url)).toEqual(['/base/zoo/model.onnx'])
  })

  it('is the mirror for a model that has no address of its own, by its content or its name', async () => {
    const mirror = await serve(file(bytes))
    const manifest = { ...manifestOf(bytes, ''), origin: { kind: 'file' } as const }
    const options = { cache: { get: async () => undefined, put: async () => undefined }, ...quietly() }
    await pullModel(manifest, { ...options, mirror: `${mirror.url}/{sha256}.onnx` })
    await pullModel(manifest, { ...options, mirror: `${mirror.url}/{id}` })
    expect(mirror.requests.map(({ url }) => url)).toEqual([`/${manifest.file.sha256}.onnx`, '/test-model'])
  })

  it('does not fall back to the catalogue when the mirror fails', async () => {
    const catalogue = await serve(file(bytes))
    const mirror = await serve((_, response) => response.writeHead(404).end())
    await expect(pull(`${catalogue.url}/m`, { mirror: mirror.url })).rejects.toMatchObject({
      code: 'not-found',
    })
    expect(catalogue.requests).toHaveLength(0)
  })
})

describe('a proxy', () => {
  /** Plain http through a proxy: it gets the whole address in the request line and asks the model server itself. */
  async function startProxy(target: string): Promise<ModelServer> {
    return serve((request, response) => {
      const { pathname } = new URL(request.url!)
      const onward = forward(target + pathname, (answer) => {
        response.writeHead(answer.statusCode!, answer.headers)
        answer.pipe(response)
      })
      onward.end()
    })
  }
  const mirror = 'http://only-the-proxy-knows.example'

  it.each<[string, (proxy: string) => Partial<PullModelOptions>]>([
    ['the option', (proxy) => ({ proxy })],
    ['HTTP_PROXY', (proxy) => ({ environment: { HTTP_PROXY: proxy } })],
    [
      'http_proxy before HTTP_PROXY',
      (proxy) => ({ environment: { http_proxy: proxy, HTTP_PROXY: 'http://127.0.0.1:9' } }),
    ],
    [
      'the option before the environment',
      (proxy) => ({ proxy, environment: { HTTP_PROXY: 'http://127.0.0.1:9' } }),
    ],
  ])('is used when it is named by %s', async (_, options) => {
    const target = await serve(file(bytes))
    const proxy = await startProxy(target.url)
    await pull('https://models.example/model.onnx', { mirror, ...options(proxy.url) })
    expect(proxy.requests[0]!.url).toBe(`${mirror}/model.onnx`)
  })

  it('is passed by for the hosts of NO_PROXY', async () => {
    const target = await serve(file(bytes))
    const proxy = await startProxy(target.url)
    await pull(`${target.url}/model.onnx`, { environment: { HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.1' } })
    expect(proxy.requests).toHaveLength(0)
  })

  it('that wants a password is said to want one', async () => {
    const proxy = await serve((_, response) => response.writeHead(407).end())
    const error = pull('https://models.example/model.onnx', { mirror, proxy: proxy.url })
    await expect(error).rejects.toThrow(/name:password@host/)
  })

  it.each<[string, string, RegExp]>([
    [
      'wants a password',
      'HTTP/1.1 407 Proxy Authentication Required\r\n\r\n',
      /name and a password.*HTTPS_PROXY/,
    ],
    ['forbids it', 'HTTP/1.1 403 Forbidden\r\n\r\n', /models\.example/],
    ['closes without a word', '', /no tunnel.*HTTPS_PROXY/],
  ])('is asked once for a tunnel to an https address, and understood when it %s', async (_, answer, why) => {
    const tunnels: string[] = []
    const proxy = createServer().on('connect', (request, socket) => {
      tunnels.push(request.url!)
      socket.end(answer)
    })
    await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done))
    const { port } = proxy.address() as AddressInfo
    const environment = { HTTPS_PROXY: `http://127.0.0.1:${port}` }
    await expect(pull('https://models.example/model.onnx', { environment })).rejects.toThrow(why)
    expect(tunnels).toEqual(['models.example:443'])
    proxy.close()
  })
})
