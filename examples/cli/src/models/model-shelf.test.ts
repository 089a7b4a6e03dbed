import { DEFAULT_MODELS } from '@faceward/model-pack'
import { ModelLoadError } from '@faceward/spec'
import { expect, it } from 'vitest'
import { checkModels } from '../doctor/check-models.js'
import { openModelShelf } from './model-shelf.js'

const { signal } = new AbortController()
const failing = (code: 'not-found' | 'integrity-mismatch' | 'cache-failure') =>
  openModelShelf(
    { environment: {} },
    { loadDefault: () => Promise.reject(new ModelLoadError('It cannot be loaded.', { code })) },
  )

it.each([
  ['not-found', 'absent'],
  ['integrity-mismatch', 'damaged'],
] as const)(
  'a default model that fails with %s is %s, and the doctor says to install again',
  async (code, state) => {
    const shelf = failing(code)
    expect(await shelf.check(DEFAULT_MODELS.mesh, signal)).toBe(state)
    const [finding] = await checkModels(shelf, signal)
    expect(finding).toMatchObject({
      status: 'failing',
      advice: expect.stringContaining('@faceward/model-pack'),
    })
  },
)

it('does not take every failure for a missing model', async () => {
  await expect(failing('cache-failure').check(DEFAULT_MODELS.mesh, signal)).rejects.toMatchObject({
    code: 'cache-failure',
  })
})

it('finds the default models in the installation', async () => {
  const shelf = openModelShelf({ environment: {} })
  for (const manifest of Object.values(DEFAULT_MODELS)) {
    expect([shelf.hasFile(manifest), await shelf.check(manifest, signal)]).toEqual([true, 'ready'])
  }
})
