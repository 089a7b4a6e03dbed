import type { FastifyPluginAsync } from 'fastify'
import type { FaceApi } from '../face-api.js'
import { createNodeHandler } from '../node/create-node-handler.js'

/** Options of {@link faceApiPlugin}. */
export interface FaceApiPluginOptions {
  readonly api: FaceApi
}

/**
 * The API as a Fastify plugin: `fastify.register(faceApiPlugin, { api })`. Bodies pass Fastify unread, since
 * the API reads them itself, within its limits. The client's address is Fastify's `request.ip` (`trustProxy`).
 */
export const faceApiPlugin: FastifyPluginAsync<FaceApiPluginOptions> = async (fastify, { api }) => {
  fastify.removeAllContentTypeParsers()
  fastify.addContentTypeParser('*', (_request, _payload, done) => done(null))
  fastify.all('/*', async (request, reply) => {
    reply.hijack()
    await createNodeHandler(api, { addressOf: () => request.ip })(request.raw, reply.raw)
  })
}
