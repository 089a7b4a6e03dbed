// Runs in Chromium; what the tests call is put on the page.

import type { Frame } from '@faceward/spec'
import {
  createWebEngine,
  type FrameAnalysis,
  frameFromImage,
  type WebEngine,
  type WebEngineOptions,
} from '@faceward/web'

type Options = Pick<WebEngineOptions, 'worker' | 'configuration' | 'databaseName' | 'threads'>

const SIZE = { width: 320, height: 240 }
const engines = new Map<string, WebEngine>()

async function frames(names: readonly string[]): Promise<Frame[]> {
  return Promise.all(
    names.map(async (name, sequence) => {
      const data = new Uint8Array(await (await fetch(`/frames/${name}`)).arrayBuffer())
      return frameFromImage({ ...SIZE, format: 'rgb8', data }, { sequence })
    }),
  )
}

const page = {
  /** Starts an engine under a name; gives what it said while it started. */
  async start(name: string, options: Options = {}) {
    const progress: string[] = []
    const notices: string[] = []
    const engine = await createWebEngine({
      modelsUrl: '/models',
      ...options,
      onProgress: ({ done, total, modelId, receivedBytes }) =>
        progress.push(`${done}/${total} ${modelId} ${receivedBytes}`),
      onNotice: (message) => notices.push(message),
    })
    engines.set(name, engine)
    const { modelIds, thresholds } = engine
    return { progress, notices, modelIds, thresholds }
  },
  async enroll(name: string, subjectId: string, pictures: readonly string[]) {
    return engines.get(name)!.enroll({ subjectId, frames: await frames(pictures) })
  },
  async verify(name: string, subjectId: string, pictures: readonly string[]) {
    const seen: FrameAnalysis[] = []
    const result = await engines
      .get(name)!
      .verify({ subjectId, frames: await frames(pictures), onFrame: (analysis) => seen.push(analysis) })
    return { result, seen }
  },
  async analyze(name: string, picture: string) {
    const [frame] = await frames([picture])
    return engines.get(name)!.analyze(frame!)
  },
  engine: (name: string) => engines.get(name)!,
  close: (name: string) => engines.get(name)!.close(),
}
export type BrowserPage = typeof page
Object.assign(globalThis, { page })
