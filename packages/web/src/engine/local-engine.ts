import {
  type ComposedEngine,
  composeEngine,
  createFaceAnalyzer,
  createModelLoader,
  type FaceAnalyzer,
  type FrameAnalysis,
  loadFaceFinders,
  type ModelLoader,
} from '@faceward/composition'
import { type Configuration, parseConfiguration } from '@faceward/core'
import { createWebBackend } from '@faceward/inference-web'
import { type ChallengeTracker, createChallengeTracker } from '@faceward/liveness'
import {
  type CallOptions,
  type ChallengeTranscript,
  ConfigurationError,
  type EnrolmentRequest,
  type EnrolmentResult,
  type FacesRequest,
  type Frame,
  type VerificationRequest,
  type VerificationResult,
} from '@faceward/spec'
import { webClock } from '../environment/web-clock.js'
import { webRandom } from '../environment/web-random.js'
import { createCacheStorageModelCache } from '../models/cache-storage.js'
import { fetchFile } from '../models/fetch-file.js'
import { loadOwnServedModel, servedModels } from '../models/served-models.js'
import { openDeviceVault } from './open-device-vault.js'
import { folderUrl, type WebEngineOptions } from './web-engine-options.js'

/** What an application may ask to be told of each frame of a request, while the engine looks at it. */
export interface Watched {
  readonly onFrame?: (analysis: FrameAnalysis) => void
}

export interface AnalyzeOptions extends CallOptions {
  /** Follows the person through it, from frame to frame; give the same one each time. */
  readonly challenge?: ChallengeTranscript
}

/** The engine with what a page needs beside it, on the thread it was made on. */
export interface LocalEngine extends ComposedEngine {
  enroll(request: EnrolmentRequest & Watched): Promise<EnrolmentResult>
  verify(request: VerificationRequest & Watched): Promise<VerificationResult>
  /** Looks at a frame without using it for anything: for an overlay and for guidance. */
  analyze(frame: Frame, options?: AnalyzeOptions): Promise<FrameAnalysis>
}

/** As `createWebEngine`, on this thread. The options have been checked. */
export async function openLocalEngine(options: Omit<WebEngineOptions, 'worker'>): Promise<LocalEngine> {
  const { signal, databaseName = 'faceward', parts = {} } = options
  signal?.throwIfAborted()
  const modelsUrl = folderUrl(options.modelsUrl)
  const settings = parseConfiguration(options.configuration)
  const loader = createLoader(options, settings, modelsUrl)
  const made: { analyzer?: FaceAnalyzer } = {}
  const engine = await composeEngine(settings, options, {
    loader,
    async loadPreprocessor(depth) {
      made.analyzer = createFaceAnalyzer(await loadFaceFinders(loader), depth)
      return made.analyzer.preprocessor
    },
    loadOwn: loadOwnServedModel(modelsUrl),
    readText: async (path) =>
      new TextDecoder().decode(await fetchFile(new URL(path, modelsUrl), { cache: 'default' })),
    openVault: () =>
      openDeviceVault(databaseName, { ...parts, ...(options.keys ? { keys: options.keys } : {}) }),
    clock: webClock,
    random: webRandom,
  })
  return { ...engine, ...watchedMethods(engine, made.analyzer) }
}

function createLoader(
  options: Omit<WebEngineOptions, 'worker'>,
  { device }: Configuration,
  modelsUrl: URL,
): ModelLoader {
  const { onNotice = () => {}, onProgress, signal, threads } = options
  const received = { bytes: 0 }
  const name = `wasm/ort-wasm-simd-threaded${device === 'webgpu' ? '.asyncify' : ''}`
  return createModelLoader({
    backend: createWebBackend({
      wasm: { script: new URL(`${name}.mjs`, modelsUrl), binary: new URL(`${name}.wasm`, modelsUrl) },
      provider: device === 'webgpu' ? 'webgpu' : 'wasm',
      onNotice,
      ...(threads === undefined ? {} : { threads }),
    }),
    bytesOf: servedModels({
      modelsUrl,
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

function watchedMethods(
  engine: ComposedEngine,
  analyzer: FaceAnalyzer | undefined,
): Pick<LocalEngine, 'enroll' | 'verify' | 'analyze'> {
  const followed: { challenge?: string; tracker?: ChallengeTracker } = {}
  const trackerOf = (challenge: ChallengeTranscript | undefined): ChallengeTracker | undefined => {
    if (challenge === undefined) return undefined
    const key = JSON.stringify(challenge)
    if (followed.challenge !== key) {
      followed.challenge = key
      followed.tracker = createChallengeTracker(challenge)
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
    analyze: async (frame, { challenge, ...call } = {}) =>
      present().analyze(frame, trackerOf(challenge), call),
  }
}
