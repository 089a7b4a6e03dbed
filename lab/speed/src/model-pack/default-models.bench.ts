// Times loading and running the default models.
// Needs: nothing
import { createNodeBackend } from '@faceward/inference-node'
import { DEFAULT_MODELS, loadDefaultModel } from '@faceward/model-pack'
import type { InferenceSession, ModelManifest, Tensors } from '@faceward/spec'
import { bench, describe } from 'vitest'

const models = Object.entries(DEFAULT_MODELS) as [string, ModelManifest][]

function blank({ input }: ModelManifest): Tensors {
  const dims = [1, 3, input.height, input.width]
  return {
    [input.name!]: {
      type: 'float32',
      dims,
      data: new Float32Array(3 * input.height * input.width).fill(0.1),
    },
  }
}

describe('read and check', () => {
  for (const [role, manifest] of models) {
    bench(role, async () => void (await loadDefaultModel(manifest)), { iterations: 5, time: 0 })
  }
})

for (const intraOpThreads of [1, 2]) {
  describe(`run with ${intraOpThreads} intra-op threads`, () => {
    for (const [role, manifest] of models) {
      const feeds = blank(manifest)
      let session: InferenceSession | undefined
      bench(
        role,
        async () => {
          session ??= await createNodeBackend({ intraOpThreads }).load(await loadDefaultModel(manifest))
          await session.run(feeds)
        },
        { iterations: 40, warmupIterations: 3, time: 0 },
      )
    }
  })
}
