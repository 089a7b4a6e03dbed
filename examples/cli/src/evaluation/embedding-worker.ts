import { parentPort, workerData } from 'node:worker_threads'
import { createLocalEmbedder, type LocalEmbedderOptions } from './local-embedder.js'
import type { WorkerMessage } from './worker-embedder.js'

// The other side of worker-embedder.ts: one pipeline in a thread of its own.
const port = parentPort
if (port) {
  const say = (message: WorkerMessage): void => port.postMessage(message)
  // The main thread has said what there is to say of settings already.
  const embedder = await createLocalEmbedder(workerData as LocalEmbedderOptions, { onNotice: () => {} })
  port.on('message', async ({ bytes }: { readonly bytes: Uint8Array }) => {
    try {
      say({ outcome: await embedder.embed(bytes) })
    } catch (error) {
      say({ error })
    }
  })
  say({ ready: true })
}
