import {
  ConfigurationError,
  DisposedError,
  type InferenceBackend,
  InferenceError,
  type InferenceSession,
  ModelLoadError,
} from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { identityModel } from '../../test/kit-models.js'
import { createEdgeFallback } from './create-edge-fallback.js'
import { createFallbackBackend } from './create-fallback-backend.js'

/** A backend that says who it is, or cannot load. */
function backend(id: string, failure?: unknown) {
  const seen = { asked: [] as string[], disposed: 0 }
  const session: InferenceSession = {
    inputs: [],
    outputs: [],
    run: async () => ({ [id]: { type: 'uint8', dims: [], data: Uint8Array.of(1) } }),
    async dispose() {
      seen.disposed++
    },
  }
  const made: InferenceBackend = {
    specificationVersion: 'v1',
    id,
    async load(model) {
      seen.asked.push(model.id)
      if (failure !== undefined) throw failure
      return session
    },
  }
  return { ...seen, seen, backend: made }
}

const cannot = new InferenceError('There is no library here.', { code: 'backend-failure' })

function pair(failure?: unknown) {
  const [first, second, notices] = [backend('first', failure), backend('second'), [] as string[]]
  const onNotice = (message: string) => notices.push(message)
  const both = createFallbackBackend({ first: first.backend, second: second.backend, onNotice })
  return { first: first.seen, second: second.seen, notices, both }
}

const who = async (session: InferenceSession) => Object.keys(await session.run({}))

describe('two backends as one', () => {
  it('never ask the second while the first can', async () => {
    const { second, notices, both } = pair()
    expect(await who(await both.load(identityModel))).toEqual(['first'])
    expect([second.asked, notices]).toEqual([[], []])
  })

  it.each([
    ['the device has no library', cannot],
    ['the device cannot run the model', new ModelLoadError('Unknown operator.', { code: 'malformed-model' })],
    ['an operator is not there', new ModelLoadError('Unknown operator.', { code: 'unsupported-operator' })],
  ])('load from the second where %s, and say so once', async (_, failure) => {
    const { second, notices, both } = pair(failure)
    expect(await who(await both.load(identityModel))).toEqual(['second'])
    expect(await who(await both.load({ ...identityModel, id: 'another' }))).toEqual(['second'])
    expect(second.asked).toEqual(['identity', 'another'])
    expect(notices).toHaveLength(1)
    for (const part of ['second', 'identity', failure.message]) expect(notices[0]).toContain(part)
  })

  it.each([
    ['a model that is not what it should be', new ModelLoadError('Wrong.', { code: 'integrity-mismatch' })],
    ['a licence', new ModelLoadError('Wrong.', { code: 'license-refused' })],
    ['a manifest', new ModelLoadError('Wrong.', { code: 'invalid-manifest' })],
    ['a wrong setting', new ConfigurationError('Wrong.', { code: 'invalid-options' })],
    ['a fault of the program', new TypeError('x is not a function')],
  ])('never ask the second because of %s', async (_, failure) => {
    const { second, notices, both } = pair(failure)
    await expect(both.load(identityModel)).rejects.toBe(failure)
    expect([second.asked, notices]).toEqual([[], []])
  })

  it('never ask the second after an abort', async () => {
    const { second, both } = pair(cannot)
    await expect(both.load(identityModel, { signal: AbortSignal.abort() })).rejects.toBe(cannot)
    expect(second.asked).toEqual([])
  })

  it('fail as the second does when both cannot', async () => {
    const failure = new ModelLoadError('Not here.', { code: 'not-found' })
    const { backend: second } = backend('second', failure)
    const both = createFallbackBackend({
      first: backend('first', cannot).backend,
      second,
      onNotice: () => {},
    })
    await expect(both.load(identityModel)).rejects.toBe(failure)
  })

  it('release the models of both, and load none afterwards', async () => {
    const failures: unknown[] = [undefined, cannot]
    const [first, second] = [backend('first'), backend('second')]
    const changing: InferenceBackend = {
      ...first.backend,
      load: async (model) => {
        const failure = failures.shift()
        if (failure) throw failure
        return first.backend.load(model)
      },
    }
    const both = createFallbackBackend({ first: changing, second: second.backend, onNotice: () => {} })
    await both.load(identityModel)
    await both.load(identityModel)
    await both.dispose()
    expect([first.seen.disposed, second.seen.disposed]).toEqual([1, 1])
    await expect(both.load(identityModel)).rejects.toThrow(DisposedError)
  })

  it('refuse an option nobody knows', () => {
    const options = {
      first: backend('a').backend,
      second: backend('b').backend,
      onNotice: () => {},
      third: 1,
    }
    expect(() => createFallbackBackend(options)).toThrow(/third/)
  })
})

describe('EDGE_FALLBACK_URL', () => {
  it('is named when its address would carry faces in clear', () => {
    const options = { backend: backend('own').backend, url: 'http://edge.example', onNotice: () => {} }
    expect(() => createEdgeFallback(options)).toThrow(/EDGE_FALLBACK_URL: expected an https address/)
  })
})
