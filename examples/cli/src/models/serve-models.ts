import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createNodeBackend } from '@faceward/inference-node'
import { createInferenceService, type ServedModel } from '@faceward/inference-remote/server'
import { loadDefaultModel } from '@faceward/model-pack'
import type { InferenceSession, ModelManifest } from '@faceward/spec'
import { getRequestListener } from '@hono/node-server'
import { InputError } from '../input-error.js'

/** Options of {@link serveModels}. */
export interface ServeModelsOptions {
  readonly models: readonly ModelManifest[]
  readonly host: string
  readonly port: number
  readonly signal: AbortSignal
  /** Told once requests are answered. */
  readonly onListening: (url: string) => void
}

const HEADERS_TIMEOUT_MS = 10_000
const REQUEST_TIMEOUT_MS = 60_000
const MOST_CONNECTIONS = 200

/**
 * Serves models by the Open Inference Protocol v2 until the signal is aborted, then lets what is under way end. Resolves
 * to the number of requests that were answered.
 *
 * @throws InputError when nobody can listen there; ModelLoadError.
 */
export async function serveModels(options: ServeModelsOptions): Promise<number> {
  const { host, port, signal, onListening } = options
  const sessions: InferenceSession[] = []
  try {
    const service = createInferenceService({ models: await loadModels(options, sessions) })
    const answered = { requests: 0 }
    const listener = getRequestListener(service, { overrideGlobalObjects: false })
    const server = createServer((request, response) => {
      response.once('finish', () => {
        answered.requests++
      })
      void listener(request, response)
    })
    Object.assign(server, { headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS })
    server.maxConnections = MOST_CONNECTIONS
    onListening(await listen(server, host, port))
    await aborted(signal)
    await new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeIdleConnections()
    })
    return answered.requests
  } finally {
    await Promise.all(sessions.map((session) => session.dispose()))
  }
}

async function loadModels(
  { models, signal }: ServeModelsOptions,
  sessions: InferenceSession[],
): Promise<readonly ServedModel[]> {
  const backend = createNodeBackend()
  const served: ServedModel[] = []
  for (const manifest of models) {
    const session = await backend.load(await loadDefaultModel(manifest, { signal }), { signal })
    sessions.push(session)
    served.push({ id: manifest.id, session, sha256: manifest.file.sha256 })
  }
  return served
}

function listen(server: Server, host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        new InputError(`${host}:${port} cannot be listened on (${cause.code}).`, 'cannot-listen', { cause }),
      ),
    )
    server.listen(port, host, () => {
      const { address, family, port: taken } = server.address() as AddressInfo
      resolve(`http://${family === 'IPv6' ? `[${address}]` : address}:${taken}`)
    })
  })
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
