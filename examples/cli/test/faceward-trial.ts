import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect } from 'vitest'
import { COMMANDS } from '../src/commands.js'
import { placesOnly, type Run, type RunOptions, runFaceward } from './run-faceward.js'
import { runInProcess } from './run-in-process.js'
import { writePictures } from './simulated-pictures.js'

export const KEY = 'ffeeddccbbaa99887766554433221100f0e1d2c3b4a5968778695a4b3c2d1e0f'
export const OTHER_KEY = [...KEY].reverse().join('')
const state = { folder: '' }
export const at = (...path: string[]) => join(state.folder, ...path)
export const ada = (...numbers: number[]) =>
  numbers.map((number) => at('ada', `${number}.${['png', 'jpeg', 'webp', 'png', 'png'][number - 1]}`))

/** Runs with a data folder and a key of the tests' own. */
export function faceward(args: readonly string[], { environment = {}, ...options }: RunOptions = {}) {
  return runFaceward(args, {
    environment: { FACEWARD_HOME: at('home'), BIOMETRIC_TEMPLATE_KEY: KEY, ...environment },
    ...options,
  })
}

/** The same without a process of its own, where it makes no difference. */
export function inProcess(args: readonly string[], { environment = {} }: RunOptions = {}) {
  const home = { FACEWARD_HOME: at('home'), BIOMETRIC_TEMPLATE_KEY: KEY }
  return runInProcess(COMMANDS, args, {
    environment: { ...placesOnly(process.env), ...home, ...environment },
  })
}

export const json = async (args: readonly string[], options?: RunOptions) =>
  documentOf(await faceward([...args, '--json'], options))
export const jsonInProcess = async (args: readonly string[], options?: RunOptions) =>
  documentOf(await inProcess([...args, '--json'], options))

function documentOf({ exitCode, stdout }: Run) {
  const document = JSON.parse(stdout)
  expect(document.exitCode).toBe(exitCode)
  return document
}

/** The pictures are there before all tests of the file that imports this, in a folder of its own. */
beforeAll(async () => {
  state.folder = await mkdtemp(join(tmpdir(), 'faceward-cli-'))
  await writePictures(state.folder)
})
afterAll(() => rm(state.folder, { recursive: true, force: true }))
