// Runs in Chromium; what the tests call is put on the page.

import type { Frame } from '@faceward/spec'
import {
  createWebDecoder,
  createWebEngine,
  type FrameAnalysis,
  frameFromImage,
  type WebEngine,
  type WebEngineOptions,
  type WebLoadProgress,
} from '@faceward/web'
import { createLocalEngine } from '@faceward/web/worker'

/** What of the options can be given from a test. */
export type StartOptions = Pick<
  WebEngineOptions,
  'configuration' | 'databaseName' | 'threads' | 'models' | 'modelsUrl' | 'modelFiles' | 'wasm'
> & { readonly worker?: 'none' | string }

const SIZE = { width: 320, height: 240 }
const engines = new Map<string, WebEngine>()

/** What went wrong, in a form that a test can compare. */
type Failure = { readonly failure: string; readonly message: string }

async function failing<Result>(work: () => Promise<Result>): Promise<Result | Failure> {
  try {
    return await work()
  } catch (error) {
    const { name, code, message } = error as Error & { code?: string }
    return { failure: code === undefined ? name : `${name} ${code}`, message }
  }
}

async function load(names: readonly string[]): Promise<Frame[]> {
  return Promise.all(
    names.map(async (name, sequence) => {
      const data = new Uint8Array(await (await fetch(`/frames/${name}`)).arrayBuffer())
      return frameFromImage({ ...SIZE, format: 'rgb8', data }, { sequence })
    }),
  )
}

const page = {
  /** Starts an engine under a name; gives what it said while it started. */
  start: (name: string, { worker, ...options }: StartOptions) =>
    failing(async () => {
      const progress: string[] = []
      const notices: string[] = []
      const starting = {
        ...options,
        onProgress: ({ done, total, receivedBytes }: WebLoadProgress) =>
          progress.push(`${done}/${total} ${receivedBytes}`),
        onNotice: (message: string) => notices.push(message),
      }
      const own = worker === undefined ? {} : { worker: () => new Worker(worker, { type: 'module' }) }
      const engine =
        worker === 'none' ? await createLocalEngine(starting) : await createWebEngine({ ...starting, ...own })
      engines.set(name, engine)
      const { modelIds, thresholds, calibration } = engine
      return { progress, notices, modelIds, thresholds, calibration }
    }),
  enroll: (name: string, subjectId: string, pictures: readonly string[]) =>
    failing(async () => engines.get(name)!.enroll({ subjectId, frames: await load(pictures) })),
  verify: (name: string, subjectId: string, pictures: readonly string[]) =>
    failing(async () => {
      const seen: FrameAnalysis[] = []
      const frames = await load(pictures)
      const onFrame = (analysis: FrameAnalysis) => seen.push(analysis)
      const result = await engines.get(name)!.verify({ subjectId, frames, onFrame })
      return { result, seen: seen.length, left: frames.map(({ image }) => image.data.byteLength) }
    }),
  /** Looks at a picture twice: with the frame that came back, and with the one that was given away. */
  analyzeTwice: (name: string, picture: string) =>
    failing(async () => {
      const engine = engines.get(name)!
      const [given] = await load([picture])
      const first = await engine.analyze(given!)
      const left = given!.image.data.byteLength
      const again = await engine.analyze(first.frame)
      const { frame: _, ...seen } = again
      const refusal = await failing(() => engine.analyze(given!))
      return { same: JSON.stringify(first.mesh) === JSON.stringify(again.mesh), seen, left, refusal }
    }),
  /** A verification that is stopped in one way or another; says what was thrown and whether the source was closed. */
  interrupted: async (name: string, picture: string, how: 'abort' | 'throw') => {
    const aborter = new AbortController()
    const reason = new Error(`by ${how}`)
    const closed = { times: 0 }
    async function* frames(): AsyncGenerator<Frame> {
      try {
        for (let count = 0; ; count++) {
          if (count === 2 && how === 'throw') throw reason
          if (count === 2) aborter.abort(reason)
          yield (await load([picture]))[0]!
        }
      } finally {
        closed.times++
      }
    }
    const thrown = await engines
      .get(name)!
      .verify({ subjectId: 'ada', frames: frames(), signal: aborter.signal })
      .catch((error: unknown) => error)
    return { isReason: thrown === reason, closed: closed.times }
  },
  use: <Result>(name: string, work: 'list' | 'delete' | 'health' | 'close' | 'badRequest') =>
    failing(async (): Promise<unknown> => {
      const engine = engines.get(name)!
      switch (work) {
        case 'list':
          return (await engine.listSubjects()).subjects.map(({ subjectId }) => subjectId)
        case 'delete':
          return engine.deleteSubject({ subjectId: 'ada' })
        case 'health':
          return engine.health()
        case 'badRequest':
          return engine.describeSubject({ subjectId: '' })
        case 'close':
          return engine.close()
      }
    }) as Promise<Result>,
  /** The pixels of a file, by the engine's decoder or, without an engine, by one of its own. */
  decode: (file: string, engine?: string) =>
    failing(async () => {
      const bytes = new Uint8Array(await (await fetch(`/files/${file}`)).arrayBuffer())
      const decoder = engine === undefined ? createWebDecoder() : engines.get(engine)!.decoder
      const { width, height, format, data } = await decoder.decode(bytes)
      return { width, height, format, data: Array.from(data) }
    }),
  async spoilCache() {
    const cache = await caches.open('faceward-models')
    for (const request of await cache.keys()) await cache.put(request, new Response(new Uint8Array(9)))
    return (await cache.keys()).length
  },
}
export type BrowserPage = typeof page
Object.assign(globalThis, { page })
