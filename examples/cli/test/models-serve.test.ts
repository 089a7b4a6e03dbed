import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createNodeBackend } from '@faceward/inference-node'
import { createRemoteBackend } from '@faceward/inference-remote'
import { DEFAULT_MODELS, loadDefaultModel } from '@faceward/model-pack'
import type { ModelManifest, Tensors } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { registerModels } from '../src/commands/models.js'
import { runFaceward } from './run-faceward.js'
import { runInProcess } from './run-in-process.js'

/** A port nobody listens on just now. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function ready(url: string): Promise<void> {
  await expect
    .poll(() =>
      fetch(`${url}/v2/health/ready`).then(
        ({ status }) => status,
        () => 0,
      ),
    )
    .toBe(200)
}

const serve = (...args: string[]) => runInProcess([registerModels], ['models', 'serve', ...args])

describe('faceward models serve', () => {
  it('answers as the models do here, until Ctrl-C', async () => {
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    const answers: Tensors[] = []
    const ask = async () => {
      await ready(url)
      const remote = createRemoteBackend({ url })
      for (const manifest of Object.values(DEFAULT_MODELS) as ModelManifest[]) {
        await remote.load(await loadDefaultModel(manifest))
      }
      const mesh = await loadDefaultModel(DEFAULT_MODELS.mesh)
      const data = Float32Array.from({ length: 3 * 192 * 192 }, (_, i) => (i % 251) / 250)
      const feeds = { input_1: { type: 'float32', dims: [1, 3, 192, 192], data } } as const
      for (const backend of [remote, createNodeBackend()]) {
        const session = await backend.load(mesh)
        answers.push(await session.run(feeds))
        await session.dispose()
      }
    }
    const asking: { done?: Promise<void> } = {}
    const { exitCode, stdout, stderr } = await runFaceward(['models', 'serve', '--port', String(port)], {
      interruptWhen: () => {
        asking.done = ask()
        return asking.done.catch(() => undefined)
      },
    })
    await asking.done
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^Ended after \d+ requests\.\n$/)])
    expect(stderr).toContain(`at ${url}; Ctrl-C ends it.`)
    expect(stderr).not.toContain('Open to other machines')
    expect(answers[0]).toEqual(answers[1])
  })

  it.each([['0.0.0.0'], ['::'], ['192.168.1.2']])('refuses %s unless told, and says why', async (host) => {
    const { exitCode, stderr } = await serve('--host', host)
    expect(exitCode).toBe(3)
    for (const part of ['no TLS', 'asks nobody', '--open-without-tls-or-authentication']) {
      expect(stderr).toContain(part)
    }
  })

  it.each([
    ['a port that is none', ['--port', '8e3']],
    ['a port too high', ['--port', '65536']],
    ['a host that is a name', ['--host', 'edge.example', '--open-without-tls-or-authentication']],
  ])('says what is wrong with %s', async (_, args) => {
    expect(await serve(...args)).toMatchObject({ exitCode: 3, stderr: expect.stringContaining(args[0]!) })
  })

  it('says when the port is taken', async () => {
    const taken = createServer()
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
    const { port } = taken.address() as AddressInfo
    try {
      const { exitCode, stderr } = await serve('--port', String(port))
      expect([exitCode, stderr]).toEqual([3, expect.stringContaining('EADDRINUSE')])
    } finally {
      await new Promise((resolve) => taken.close(resolve))
    }
  })

  it('warns in its help', async () => {
    const { exitCode, stdout } = await serve('--help')
    expect(exitCode).toBe(0)
    expect(stdout.replace(/\s+/g, ' ')).toMatch(
      /EDGE_FALLBACK_URL.*no TLS.*faces travel in clear|faces travel in clear.*no TLS/,
    )
  })
})
