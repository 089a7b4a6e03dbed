import { createServer, request as httpRequest, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { createExpressHandler } from '../src/express/index.js'
import { faceApiPlugin } from '../src/fastify/index.js'
import { createHonoHandler } from '../src/hono/index.js'
import type { ClientInfo, FaceApi } from '../src/index.js'
import { createNodeHandler } from '../src/node/index.js'
import { ALIKE, harness, picture, pictures } from './api-harness.js'

interface Mounted {
  readonly url: string
  close(): Promise<unknown>
}

const listening = (server: Server) =>
  new Promise<Mounted>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      resolve({
        url: `http://127.0.0.1:${port}`,
        close: () => new Promise((done) => server.close(done).closeAllConnections()),
      })
    })
  })

const runtimes: Readonly<Record<string, (api: FaceApi) => Promise<Mounted>>> = {
  node: (api) => listening(createServer(createNodeHandler(api))),
  express: (api) => listening(createServer(express().use(createExpressHandler(api)))),
  fastify: async (api) => {
    const app = fastify()
    await app.register(faceApiPlugin, { api })
    return { url: await app.listen({ port: 0, host: '127.0.0.1' }), close: () => app.close() }
  },
  hono: async (api) => {
    const app = new Hono()
    app.all('*', createHonoHandler(api, { addressOf: (context) => getConnInfo(context).remote.address }))
    return new Promise((resolve) => {
      const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
        resolve({
          url: `http://127.0.0.1:${port}`,
          close: () => new Promise((done) => (server as Server).close(done).closeAllConnections()),
        }),
      )
    })
  },
}

describe.each(Object.keys(runtimes))('mounted on %s', (name) => {
  async function mounted(work: (url: string, clients: ClientInfo[]) => Promise<void>, options = {}) {
    const { api } = harness(options)
    const clients: ClientInfo[] = []
    const noting: FaceApi = Object.create(api, {
      fetch: {
        value: (request: Request, client: ClientInfo = {}) => {
          clients.push(client)
          return api.fetch(request, client)
        },
      },
    })
    const { url, close } = await (runtimes[name] as (api: FaceApi) => Promise<Mounted>)(noting)
    try {
      await work(url, clients)
    } finally {
      await close()
    }
  }
  const json = (body: unknown): RequestInit => ({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

  it('enrols and verifies, as JSON and as a form, and knows the address', () =>
    mounted(async (url, clients) => {
      const images = pictures(0, ALIKE, -ALIKE)
      const enrolled = await fetch(`${url}/enroll`, json({ user_id: 'ada', images }))
      expect(await enrolled.json()).toMatchObject({ decision: 'enrolled' })
      const form = new FormData()
      form.set('user_id', 'ada')
      form.append('images', new Blob([Buffer.from(picture({ angle: ALIKE }), 'base64')]), 'a.jpg')
      const verified = await fetch(`${url}/verify`, { method: 'POST', body: form })
      expect(await verified.json()).toMatchObject({ decision: 'accept' })
      expect(clients[0]?.address).toMatch(/127\.0\.0\.1/)
      const deleted = await fetch(`${url}/users/ada`, { method: 'DELETE' })
      expect(await deleted.json()).toMatchObject({ deleted_records: 2 })
    }))

  it('reads and deletes users whose ids only just fit into a URL', () =>
    mounted(async (url) => {
      for (const id of [
        '...',
        '.a',
        '%2e%2e',
        'a/../b',
        '\\',
        'a?b#c',
        'a b',
        'René',
        '王秀英',
        ';,:@&=+$',
      ]) {
        const images = pictures(0, ALIKE, -ALIKE)
        const enrolled = await fetch(`${url}/enroll`, json({ user_id: id, images }))
        expect(await enrolled.json(), id).toMatchObject({ decision: 'enrolled' })
        const path = `${url}/users/${encodeURIComponent(id)}`
        expect(await (await fetch(path)).json(), id).toMatchObject({ user_id: id })
        const deleted = await fetch(path, { method: 'DELETE' })
        expect(await deleted.json(), id).toMatchObject({ deleted_records: 1 })
      }
    }))

  it('answers problems as problems, and whatever the path', () =>
    mounted(async (url) => {
      // A path that is no UTF-8 never reaches Fastify's plugins: its router answers.
      const undecodable = name === 'fastify' ? [] : ['/users/%E0%A4%A']
      for (const path of ['/nowhere', ...undecodable, '/users//x', '/__proto__']) {
        const response = await fetch(url + path)
        expect(response.headers.get('content-type'), path).toBe('application/problem+json')
        expect(response.status, path).toBeLessThan(500)
      }
      const put = await fetch(`${url}/verify`, { method: 'PUT', body: '{}' })
      expect(put.status).toBe(405)
      expect((await fetch(`${url}/livez`, { method: 'HEAD' })).status).toBe(200)
    }))

  it('refuses a body over the limit while it still comes', () =>
    mounted(
      async (url) => {
        const status = await new Promise<number | undefined>((resolve, reject) => {
          const headers = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' }
          const sending = httpRequest(`${url}/verify`, { method: 'POST', headers }, (response) => {
            response.resume()
            resolve(response.statusCode)
          })
          sending.on('error', reject)
          sending.write('x'.repeat(200_000))
          // Never ended: the answer must not wait for the rest.
        })
        expect(status).toBe(413)
      },
      { bodyLimitBytes: 100_000 },
    ))
})
