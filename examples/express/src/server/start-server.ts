import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type ApiEventSink, createFaceApi, type FaceApi, faceApiOptionsFrom } from '@faceward/adapters'
import { createPinoSink, createPrometheusSink } from '@faceward/adapters/node'
import {
  createDepthDecoder,
  createNodeEngine,
  createProcessDecoder,
  type NodeEngineOptions,
  systemClock,
  systemRandom,
} from '@faceward/node'
import type { Clock, Engine, ImageDecoder, RandomSource } from '@faceward/spec'
import type { Logger } from 'pino'
import { challengeSource } from './challenge-source.js'
import { createApp } from './create-app.js'
import { createBoundedServer } from './create-bounded-server.js'
import { docsFile } from './docs-files.js'
import { openStore } from './open-store.js'
import { servePage } from './serve-page.js'
import type { ServerSettings } from './server-settings.js'
import { sweepRegularly } from './sweep-regularly.js'
import { threadBackend } from './thread-backend.js'
import { watchApiKeys } from './watch-api-keys.js'

/** A server that listens. */
export interface RunningServer {
  readonly url: string
  readonly api: FaceApi
  readonly engine: Engine
  /** Where the templates are. */
  readonly where: string
  /** Looks at the file of API keys now, where there is one. */
  refreshKeys(): Promise<void>
  /** Lets what is under way end, then closes everything: models, store and keys. */
  stop(): Promise<void>
}

const MOST_PIXELS = 12_000_000
const HEADERS_TIMEOUT_MS = 10_000
const MOST_CONNECTIONS = 1000

/**
 * Starts the engine and listens.
 * @throws ConfigurationError, ModelLoadError, StorageError; what was opened is closed then.
 */
export async function startServer(options: {
  readonly settings: ServerSettings
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly logger: Logger
  readonly engineOptions?: NodeEngineOptions
  /** Pictures; in processes of their own unless a test says otherwise. */
  readonly decodeImage?: ImageDecoder
  /** Of challenges and nonces; the system's unless a test says otherwise. */
  readonly random?: RandomSource
  /** Of challenges, attempts and what is stored; the system's unless a test says otherwise. */
  readonly clock?: Clock
  /** The built application of examples/browser; its own dist folder by default. */
  readonly pageFolder?: string
}): Promise<RunningServer> {
  const {
    settings,
    environment,
    logger,
    engineOptions = {},
    random = systemRandom,
    clock = systemClock,
  } = options
  const onNotice = (message: string) => logger.warn({ event: 'notice' }, message)
  const onThreads = threadBackend(settings, onNotice)
  const prometheus = createPrometheusSink()
  const log = createPinoSink(logger)
  const events: ApiEventSink = {
    emit(event) {
      prometheus.emit(event)
      log.emit(event)
    },
  }
  const keyFile = await watchApiKeys(settings, events, logger)
  const { store, where } = await openStore(settings, environment, clock)
  const engine = await createNodeEngine({
    ...onThreads,
    ...engineOptions,
    environment,
    configuration: { ...requiredAssurance(settings), ...engineOptions.configuration },
    parts: { ...engineOptions.parts, store },
    onNotice,
  }).catch(async (error: unknown) => {
    keyFile?.close()
    await store.close()
    throw error
  })
  const processes = createProcessDecoder({
    maximumPixels: MOST_PIXELS,
    maximumBytes: settings.engine.apiBodyLimitBytes,
    processes: settings.decodeProcesses,
    timeoutMs: settings.decodeTimeoutMs,
  })
  const { decodeImage = processes } = options
  const api = createFaceApi(engine, {
    ...faceApiOptionsFrom(settings.engine),
    ...settings.bounds,
    store,
    clock,
    random,
    decodeImage,
    decodeDepth: createDepthDecoder({ decodeImage }),
    challenges: challengeSource,
    docs: docsFile,
    metrics: () => prometheus.render(),
    events,
    ...(keyFile === undefined ? {} : { keys: keyFile }),
  })
  const { rateLimitPerMinute } = settings
  const server = createBoundedServer(
    createApp({
      api,
      rateLimitPerMinute,
      trustProxy: settings.engine.apiTrustProxy,
      page: servePage(options.pageFolder),
      onFailure: (name) => logger.error({ event: 'failure', name }),
    }),
    {
      mostConnections: MOST_CONNECTIONS,
      headersTimeoutMs: HEADERS_TIMEOUT_MS,
      requestTimeoutMs: settings.engine.apiTimeoutMs,
    },
  )
  const sweeping = sweepRegularly({ api, store, settings, logger })
  const parts = {
    close() {
      keyFile?.close()
      return Promise.all([engine.close(), processes.dispose()])
    },
  }
  try {
    if (decodeImage === processes) await processes.start()
    await listen(server, settings.engine.apiPort, settings.engine.apiHost)
  } catch (error) {
    clearInterval(sweeping)
    await parts.close()
    throw error
  }
  const { address, family, port } = server.address() as AddressInfo
  const stopping: { done?: Promise<void> } = {}
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
    api,
    engine,
    where,
    refreshKeys: async () => keyFile?.refresh(),
    stop() {
      stopping.done ??= stop({ server, api, parts, sweeping, delayMs: settings.shutdownDelayMs })
      return stopping.done
    },
  }
}

/** What this server asks for by default the engine does not read from the environment. */
const requiredAssurance = ({ engine: { requireAssurance } }: ServerSettings) =>
  requireAssurance === undefined ? {} : { requireAssurance }

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host }, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

async function stop(what: {
  readonly server: Server
  readonly api: FaceApi
  readonly parts: { close(): Promise<unknown> }
  readonly sweeping: NodeJS.Timeout
  readonly delayMs: number
}): Promise<void> {
  const { server, api, parts, sweeping, delayMs } = what
  clearInterval(sweeping)
  api.drain()
  await new Promise((resolve) => setTimeout(resolve, delayMs))
  // Stops listening, closes idle connections, and waits for the others to be answered.
  await new Promise<void>((resolve) => server.close(() => resolve()))
  await api.idle()
  await parts.close()
}
