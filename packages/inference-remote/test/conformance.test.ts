import { brokenInferenceBackends, inferenceBackendCases } from '@faceward/conformance'
import { createNodeBackend } from '@faceward/inference-node'
import type { InferenceBackend, InferenceSession } from '@faceward/spec'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRemoteBackend, type RemoteEncoding } from '../src/index.js'
import { createInferenceService, type InferenceService } from '../src/server/index.js'
import { serve, type TestServer } from './serve.js'

interface LoadedModel {
  readonly id: string
  readonly session: InferenceSession
}

const state: { server?: TestServer; service: InferenceService; models: readonly LoadedModel[] } = {
  service: createInferenceService({ models: [] }),
  models: [],
}
beforeAll(async () => {
  state.server = await serve((request) => state.service(request))
})
afterAll(async () => {
  await state.server?.close()
  await Promise.all(state.models.map(({ session }) => session.dispose()))
})

/** The server's operator gives it each model of the kit the first time it is asked for; what it cannot run is absent. */
function remoteBackend(encoding: RemoteEncoding): InferenceBackend {
  const remote = createRemoteBackend({ url: state.server!.url, encoding })
  return {
    ...remote,
    async load(model, call) {
      if (!state.models.some(({ id }) => id === model.id)) {
        const session = await createNodeBackend()
          .load(model)
          .catch(() => undefined)
        if (session !== undefined) state.models = [...state.models, { id: model.id, session }]
        state.service = createInferenceService({ models: state.models })
      }
      return remote.load(model, call)
    },
  }
}

const casesWith = (encoding: RemoteEncoding) =>
  inferenceBackendCases({ createBackend: () => remoteBackend(encoding) })

describe.each(['auto', 'json'] as const)('conformance over HTTP, %s', (encoding) => {
  for (const { name, run } of casesWith(encoding)) it(name, run)
})

describe('every conformance case catches its broken double', () => {
  it('has a double for every case', () => {
    const caught = brokenInferenceBackends.map(({ caughtBy }) => caughtBy)
    expect(caught.sort()).toEqual(
      casesWith('auto')
        .map(({ name }) => name)
        .sort(),
    )
  })

  for (const { caughtBy, breakBackend } of brokenInferenceBackends) {
    it(caughtBy, async () => {
      const broken = inferenceBackendCases({ createBackend: () => breakBackend(remoteBackend('auto')) })
      await expect(broken.find(({ name }) => name === caughtBy)?.run()).rejects.toThrow()
    })
  }
})
