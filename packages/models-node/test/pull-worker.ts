import type { ModelManifest } from '@faceward/spec'
import { createFileModelCache, pullModel } from '../src/index.js'

// node pull-worker.mjs <folder> <manifest as JSON>: pulls as a process of its own; a line for every MiB, then the result.
const [folder, manifest] = process.argv.slice(2)
const steps = { told: 0 }
const { bytes, fromCache } = await pullModel(JSON.parse(manifest!) as ModelManifest, {
  cache: createFileModelCache({ folder: folder! }),
  environment: {},
  onProgress({ receivedBytes }) {
    const mebibytes = Math.floor(receivedBytes / 2 ** 20)
    if (mebibytes > steps.told) process.stdout.write(`${mebibytes} MiB\n`)
    steps.told = mebibytes
  },
})
process.stdout.write(`${JSON.stringify({ length: bytes.length, fromCache })}\n`)
