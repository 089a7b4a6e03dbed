import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEFAULT_MODELS } from '@faceward/model-pack'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runInProcess } from '../../test/run-in-process.js'
import { registerModels } from '../commands/models.js'
import type { ExportIndex } from './export-models.js'

const state = { folder: '' }
beforeAll(async () => {
  state.folder = await mkdtemp(join(tmpdir(), 'faceward-export-'))
})
afterAll(() => rm(state.folder, { recursive: true, force: true }))

const run = (...args: string[]) =>
  runInProcess([registerModels], ['models', 'export', ...args], {
    environment: { FACEWARD_CACHE: state.folder },
  })
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

describe('faceward models export', () => {
  it('writes every file its index lists, and the default weights take less than 18 MB', async () => {
    const folder = join(state.folder, 'public')
    const { exitCode, stdout } = await run('--to', folder)
    expect(exitCode).toBe(0)
    expect(stdout).toContain(folder)
    const index: ExportIndex = JSON.parse(await readFile(join(folder, 'index.json'), 'utf8'))
    expect(index.models.map(({ id }) => id)).toEqual(Object.values(DEFAULT_MODELS).map(({ id }) => id))
    const files = [...index.models, index.wasm].flatMap((part) => part.files)
    for (const { path, bytes, sha256: pinned } of files) {
      const content = await readFile(join(folder, path))
      expect([path, content.length, sha256(content)]).toEqual([path, bytes, pinned])
    }
    const written = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((one) =>
      one.isFile(),
    )
    expect(written.length).toBe(files.length + 1)
    const weights = index.models.flatMap((model) => model.files).reduce((sum, { bytes }) => sum + bytes, 0)
    expect(weights).toBeLessThan(18e6)
  })

  it('writes exactly the weights Node uses, where the engine in a browser asks for them', async () => {
    for (const { id, file } of Object.values(DEFAULT_MODELS)) {
      const onnx = await readFile(join(state.folder, 'public', id, `${id}.onnx`))
      expect(sha256(onnx)).toBe(file.sha256)
    }
  })

  it('says what is missing', async () => {
    expect(await run()).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('--to <folder>') })
    expect(await run('--to', state.folder, '--model', 'no-such-model')).toMatchObject({ exitCode: 3 })
    const absent = await run('--to', state.folder, '--model', 'sface-2021dec')
    expect(absent).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('faceward models pull') })
    const file = join(state.folder, 'public', 'index.json')
    expect(await run('--to', file)).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('cannot be written'),
    })
  })
})
