import type { Frame, TemplateStore } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { composition, embedder, frame, type Scene } from '../../test/composition.js'
import { enrolled, three } from '../../test/enrolled.js'
import { createEngine } from './create-engine.js'

const left = new Error('the person left')

/** Frames one by one; the signal is aborted when so many were taken. */
function leaving(after: number, scene: Scene = {}) {
  const controller = new AbortController()
  const counter = { taken: 0 }
  async function* frames(): AsyncGenerator<Frame> {
    for (;;) {
      if (counter.taken === after) controller.abort(left)
      counter.taken++
      yield frame(scene)
    }
  }
  return { frames: frames(), signal: controller.signal, counter }
}

describe('a request that is cancelled', () => {
  it('while frames come takes no further one, and lets the camera go', async () => {
    const { engine } = await enrolled()
    for (const request of [engine.verify.bind(engine), engine.enroll.bind(engine)]) {
      const { frames, signal, counter } = leaving(2)
      await expect(request({ subjectId: 'ada', frames, signal })).rejects.toBe(left)
      expect(counter.taken).toBe(3)
      expect((await frames.next()).done).toBe(true)
    }
  })

  it('before it began does nothing at all', async () => {
    const parts = composition()
    const engine = createEngine(parts)
    const signal = AbortSignal.abort(left)
    for (const method of ['enroll', 'verify', 'deleteSubject'] as const)
      await expect(engine[method]({ subjectId: 'ada', frames: three(), signal })).rejects.toBe(left)
    expect((await parts.store.list({ collection: 'keys', tenantId: 'default' })).records).toEqual([])
  })

  it('while faces are embedded embeds no further one, and stores nothing', async () => {
    const controller = new AbortController()
    const counter = { embedded: 0 }
    const plain = embedder()
    const parts = composition({
      embedder: embedder({
        async embed(sample) {
          counter.embedded++
          controller.abort(left)
          return plain.embed(sample)
        },
      }),
    })
    const engine = createEngine(parts)
    const asked = { subjectId: 'ada', frames: three(), signal: controller.signal }
    await expect(engine.enroll(asked)).rejects.toBe(left)
    expect(counter.embedded).toBe(1)
    expect(await engine.describeSubject({ subjectId: 'ada' })).toBeUndefined()
  })

  it('hands its signal to every stage and to the store', async () => {
    const seen = new Map<string, AbortSignal | undefined>()
    const { parts } = await enrolled()
    const noting =
      <Given extends unknown[], Result>(name: string, work: (...given: Given) => Result) =>
      (...given: Given) => {
        const call = given.find((one) => typeof one === 'object' && one !== null && 'signal' in one)
        seen.set(name, (call as { signal?: AbortSignal } | undefined)?.signal)
        return work(...given)
      }
    const store: TemplateStore = {
      ...parts.store,
      get: noting('get', parts.store.get),
      put: noting('put', parts.store.put),
    }
    const engine = createEngine({
      ...parts,
      store,
      preprocessor: { ...parts.preprocessor, process: noting('process', parts.preprocessor.process) },
      liveness: { ...parts.liveness, assess: noting('assess', parts.liveness.assess) },
      embedder: { ...parts.embedder, embed: noting('embed', parts.embedder.embed) },
    })
    const { signal } = new AbortController()
    await engine.enroll({ subjectId: 'bo', frames: three(), signal })
    expect([...seen].filter(([, given]) => given !== signal)).toEqual([])
    expect([...seen.keys()].sort()).toEqual(['assess', 'embed', 'get', 'process', 'put'])
  })
})
