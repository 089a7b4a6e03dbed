import {
  type ComposedEngine,
  composeEngine,
  createFaceAnalyzer,
  createModelLoader,
  type FaceAnalyzer,
  type ModelLoader,
} from '@faceward/composition'
import { type Configuration, parseConfiguration } from '@faceward/core'
import { createWebBackend } from '@faceward/inference-web'
import { type ChallengeTracker, loadChallengeTracker } from '@faceward/liveness'
import { assertKnownOptions } from '@faceward/plugin-kit'
import {
  type ChallengeTranscript,
  ConfigurationError,
  type FacesRequest,
  type InferenceBackend,
} from '@faceward/spec'
import { webClock } from '../environment/web-clock.js'
import { webRandom } from '../environment/web-random.js'
import { createWebDecoder } from '../images/web-decoder.js'
import { createCacheStorageModelCache } from '../models/cache-storage.js'
import { fetchFile } from '../models/fetch-file.js'
import { servedModels } from '../models/served-models.js'
import { type AbsoluteAddresses, absoluteAddresses, modelAddress, servedAddress } from './file-addresses.js'
import { openDeviceVault } from './open-device-vault.js'
import { refuse } from './refuse.js'
import type { Watched, WebEngine } from './web-engine.js'
import { type LocalEngineOptions, OPTION_NAMES } from './web-engine-options.js'

/**
 * As `createWebEngine`, on the thread it is called on: for a worker's own script, for tests, and for pages that show
 * nothing meanwhile. Frames stay with the caller.
 *
 * @throws as `createWebEngine`.
 */
export async function createLocalEngine(options: LocalEngineOptions): Promise<WebEngine> {
  assertKnownOptions('createLocalEngine', options, OPTION_NAMES.createLocalEngine)
  const { signal, databaseName = 'faceward', parts = {} } = options
  signal?.throwIfAborted()
  const addresses = absoluteAddresses(options)
  const settings = parseConfiguration(options.configuration)
  const loader = createLoader(options, addresses, await backendOf(options, settings, addresses))
  const made: { analyzer?: FaceAnalyzer } = {}
  const engine = await composeEngine(settings, options, {
    loader,
    createPreprocessor(preprocessorOptions) {
      made.analyzer = createFaceAnalyzer(preprocessorOptions)
      return made.analyzer.preprocessor
    },
    // Few pages have models of their own: what reads their manifests is loaded where one does.
    loadOwn: async (path) =>
      (await import('../models/own-served-model.js')).loadOwnServedModel(servedAddress(path, addresses)),
    readText: async (path) =>
      new TextDecoder().decode(await fetchFile(servedAddress(path, addresses), { cache: 'default' })),
    openVault: () =>
      openDeviceVault(databaseName, { ...parts, ...(options.keys ? { keys: options.keys } : {}) }),
    clock: webClock,
    random: webRandom,
  })
  return { ...engine, ...watchedMethods(engine, made.analyzer), decoder: createWebDecoder() }
}

function createLoader(
  options: LocalEngineOptions,
  addresses: AbsoluteAddresses,
  backend: InferenceBackend,
): ModelLoader {
  const { onNotice = () => {}, onProgress, signal } = options
  const received = { bytes: 0 }
  return createModelLoader({
    backend,
    bytesOf: servedModels({
      addressOf: (id) => modelAddress(id, addresses),
      cache: createCacheStorageModelCache(),
      onNotice,
      onBytes: (length) => {
        received.bytes += length
      },
    }),
    onProgress: onProgress && ((progress) => onProgress({ ...progress, receivedBytes: received.bytes })),
    signal,
  })
}

/** The one that was given; else the browser's, and the server of EDGE_FALLBACK_URL for what it cannot run. */
async function backendOf(
  options: LocalEngineOptions,
  settings: Configuration,
  addresses: AbsoluteAddresses,
): Promise<InferenceBackend> {
  if (options.backend !== undefined) return options.backend
  const { onNotice = () => {} } = options
  const { edgeFallbackUrl: url } = settings
  const backend = createBackend(options, settings, addresses)
  if (url === undefined) return backend
  return (await import('./edge-fallback.js')).createEdgeFallback({ backend, url, onNotice })
}

function createBackend(
  { onNotice = () => {}, threads }: LocalEngineOptions,
  { device }: Configuration,
  addresses: AbsoluteAddresses,
): InferenceBackend {
  if (device !== 'cpu' && device !== 'webgpu') {
    refuse('configuration.device', `is ${device}; a browser has cpu and webgpu`)
  }
  const name = `wasm/ort-wasm-simd-threaded${device === 'webgpu' ? '.asyncify' : ''}`
  return createWebBackend({
    wasm: addresses.wasm ?? {
      script: servedAddress(`${name}.mjs`, addresses),
      binary: servedAddress(`${name}.wasm`, addresses),
    },
    provider: device === 'webgpu' ? 'webgpu' : 'wasm',
    onNotice,
    ...(threads === undefined ? {} : { threads }),
  })
}

function watchedMethods(
  engine: ComposedEngine,
  analyzer: FaceAnalyzer | undefined,
): Pick<WebEngine, 'enroll' | 'verify' | 'analyze'> {
  const followed: { challenge?: string; tracker?: Promise<ChallengeTracker> } = {}
  const trackerOf = async (
    challenge: ChallengeTranscript | undefined,
  ): Promise<ChallengeTracker | undefined> => {
    if (challenge === undefined) return undefined
    const key = JSON.stringify(challenge)
    if (followed.challenge !== key) {
      followed.challenge = key
      followed.tracker = loadChallengeTracker(challenge)
    }
    return followed.tracker
  }
  const present = (): FaceAnalyzer => {
    if (analyzer) return analyzer
    throw new ConfigurationError(
      'This engine cannot tell of frames: it has no models, or a preprocessor of its own.',
      {
        code: 'incompatible-composition',
      },
    )
  }
  const watching = <Request extends FacesRequest & Watched>({ onFrame, ...request }: Request) => {
    if (onFrame === undefined) return request
    const challenge = request.challenge === undefined ? {} : { challenge: request.challenge }
    return { ...request, frames: present().watch(request.frames, { onFrame, ...challenge }) }
  }
  return {
    enroll: (request) => engine.enroll(watching(request)),
    verify: (request) => engine.verify(watching(request)),
    analyze: async (frame, { challenge, ...call } = {}) => ({
      ...(await present().analyze(frame, await trackerOf(challenge), call)),
      frame,
    }),
  }
}
