import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { frameFromImage, type LoadProgress, stagesWithoutModels } from '@faceward/composition'
import {
  ConfigurationError,
  type Image,
  InvalidRequestError,
  StorageError,
  type TemplateStore,
} from '@faceward/spec'
import { createMemoryStore } from '@faceward/storage-memory'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createNodeEngine } from './create-node-engine.js'
import type { NodeEngineOptions } from './node-engine-options.js'

const KEY = 'ffeeddccbbaa99887766554433221100f0e1d2c3b4a5968778695a4b3c2d1e0f'
const OTHER_KEY = KEY.split('').reverse().join('')
const state = { folder: '' }

beforeEach(async () => {
  state.folder = await mkdtemp(join(tmpdir(), 'faceward-engine-'))
})
afterEach(() => rm(state.folder, { recursive: true, force: true }))

const start = (options: NodeEngineOptions = {}) =>
  createNodeEngine({
    dataFolder: state.folder,
    onNotice: () => {},
    ...options,
    environment: { BIOMETRIC_TEMPLATE_KEY: KEY, ...options.environment },
  })

/** A store that remembers whether it was closed. */
function watchedStore(): { store: TemplateStore; isClosed: () => boolean } {
  const watch = { closed: false }
  const store = createMemoryStore()
  const close = async () => {
    watch.closed = true
    await store.close()
  }
  return { store: { ...store, close }, isClosed: () => watch.closed }
}

const grey: Image = { width: 320, height: 240, format: 'rgb8', data: new Uint8Array(320 * 240 * 3).fill(128) }

describe('createNodeEngine', () => {
  it('runs the real models, and finds no face where there is none', async () => {
    const steps: LoadProgress[] = []
    const onProgress = (progress: LoadProgress) => steps.push(progress)
    const engine = await start({ onProgress })
    try {
      expect(steps.at(-1)).toMatchObject({ done: 4, total: 4 })
      const shares = steps.map(({ done, total }) => done / total)
      expect(shares).toEqual([...shares].sort((one, other) => one - other))
      expect(engine.calibration?.operatingPoints.length).toBeGreaterThan(0)
      expect(engine.modelIds).toHaveLength(1)
      const { decision, reasons } = await engine.verify({ subjectId: 'ada', frames: [frameFromImage(grey)] })
      expect([decision, reasons.map(({ code }) => code)]).toEqual(['re_verify', ['no_face']])
      expect(await engine.health()).toMatchObject({ status: 'ok' })
      await expect(engine.verify({ subjectId: '', frames: [] })).rejects.toBeInstanceOf(InvalidRequestError)
    } finally {
      await engine.close()
    }
    // The store, and no key file: the key came from the environment.
    const files = await readdir(state.folder)
    expect(files).toContain('templates.db')
    expect(files.filter((name) => !name.startsWith('templates.db'))).toEqual([])
  })

  it('without models starts, lists and deletes, and says that it can do no more', async () => {
    const engine = await start({ models: 'none', environment: { EMBEDDING_MODEL: 'no-such-model' } })
    expect((await engine.listSubjects()).subjects).toEqual([])
    expect(await engine.deleteSubject({ subjectId: 'ada' })).toEqual({ deletedRecords: 0 })
    const verifying = engine.verify({ subjectId: 'ada', frames: [frameFromImage(grey)] })
    await expect(verifying).rejects.toThrow(/list, describe and delete/)
    expect([engine.calibration, engine.modelIds]).toEqual([undefined, []])
    await engine.close()
  })

  it('refuses the placeholder network unless told, then runs it', async () => {
    const environment = { EMBEDDING_MODEL: 'placeholder' }
    await expect(start({ environment })).rejects.toMatchObject({ code: 'placeholder-model' })
    const engine = await start({ environment, engine: { allowPlaceholder: true } })
    expect(engine.modelIds[0]).toMatch(/^placeholder/)
    await engine.close()
  })

  it('does not open the records of another key', async () => {
    const first = await start({ models: 'none' })
    await first.health()
    await first.close()
    const second = await start({ models: 'none', environment: { BIOMETRIC_TEMPLATE_KEY: OTHER_KEY } })
    expect(await second.health()).toMatchObject({ status: 'failing', parts: { keys: { status: 'failing' } } })
    await expect(second.deleteSubject({ subjectId: 'ada' })).rejects.toMatchObject({ code: 'cannot-open' })
    await second.close()
  })
})

describe('a start that fails', () => {
  it.each([
    [{ ACCEPT_THRESHOLD: '85%' }, /ACCEPT_THRESHOLD/],
    [{ DEVICE: 'cuda' }, /DEVICE.*cpu/],
    [{ USE_ATTENTION_FUSION: 'true' }, /USE_ATTENTION_FUSION.*ATTENTION_FUSION_GATE/],
    [{ EMBEDDING_MODEL: 'no-such-model' }, /EMBEDDING_MODEL.*sface-2021dec/],
    [{ DEPTH_EMBEDDING_MODEL: 'no-such-model' }, /DEPTH_EMBEDDING_MODEL.*surface-slopes/],
    [
      { DEPTH_ESTIMATION_FALLBACK: 'true', DEPTH_ESTIMATION_MODEL: 'midas' },
      /DEPTH_ESTIMATION_MODEL.*face-mesh/,
    ],
    [{ EMBEDDING_DIM: '128' }, /EMBEDDING_DIM.*512/],
    [{ BIOMETRIC_TEMPLATE_KEY: KEY.slice(2) }, /BIOMETRIC_TEMPLATE_KEY/],
    [{ BIOMETRIC_TEMPLATE_KEY: '', NODE_ENV: 'production' }, /production/],
  ])('names the setting: %j', async (environment, message) => {
    const failure = start({ environment })
    await expect(failure).rejects.toBeInstanceOf(ConfigurationError)
    await expect(failure).rejects.toThrow(message)
    await expect(failure).rejects.not.toThrow(new RegExp(KEY.slice(2, 20)))
  })

  it('says which model is not there and how to get it', async () => {
    const environment = {
      EMBEDDING_MODEL: 'sface-2021dec',
      EMBEDDING_DIM: '128',
      FACEWARD_CACHE: state.folder,
    }
    const parts = { preprocessor: stagesWithoutModels().preprocessor }
    await expect(start({ environment, parts })).rejects.toThrow(/faceward models pull sface-2021dec/)
    const own = { EMBEDDING_MODEL: join(state.folder, 'own.json') }
    await expect(start({ environment: own, parts })).rejects.toMatchObject({ code: 'not-found' })
    await writeFile(own.EMBEDDING_MODEL, '{ "id": ')
    await expect(start({ environment: own, parts })).rejects.toMatchObject({ code: 'invalid-manifest' })
  })

  it('releases the store it was given', async () => {
    const { store, isClosed } = watchedStore()
    await expect(start({ parts: { store }, environment: { EMBEDDING_DIM: '128' } })).rejects.toThrow()
    expect(isClosed()).toBe(true)
  })

  it('says when the store cannot be made', async () => {
    await writeFile(join(state.folder, 'file'), '')
    const failure = start({ models: 'none', storePath: join(state.folder, 'file', 'templates.db') })
    await expect(failure).rejects.toBeInstanceOf(StorageError)
  })

  it('refuses options it does not know, and stops when asked to', async () => {
    await expect(start({ acceptThreshold: 0.9 } as never)).rejects.toThrow(/does not know acceptThreshold/)
    const reason = new Error('enough')
    await expect(start({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })
})
