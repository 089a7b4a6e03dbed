import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { build } from 'tsup'
import type { Surroundings } from '../src/live/surroundings.js'

const SOURCE = fileURLToPath(new URL('./fake-realsense.c', import.meta.url))

/** Whether there is a compiler; a warning says so where there is none. */
export const isCompilerHere = spawnSync('cc', ['--version']).status === 0
if (!isCompilerHere)
  process.emitWarning('cc is not installed: the live path of capture-realsense is not tried.')
if (!isCompilerHere && process.env['FACEWARD_REQUIRE_CC'] === '1')
  throw new Error('FACEWARD_REQUIRE_CC=1, but there is no cc.')

/** What the fake camera is to do; see fake-realsense.c. */
export interface FakeBehaviour {
  readonly FAIL?: string
  readonly DEVICES?: number
  readonly FRAMES?: number
  readonly UNPLUG?: 1
  readonly PACE_US?: number
}

/** A compiled fake of the vendor's library, with a log of the calls it was given. */
export interface FakeLibrary {
  readonly path: string
  readonly logPath: string
  /** Forgets the log and sets what it does from the next context on. */
  behave(behaviour?: FakeBehaviour): void
  log(): readonly string[]
  remove(): void
}

export function compileFakeLibrary(size = { width: 64, height: 48 }): FakeLibrary {
  const folder = mkdtempSync(join(tmpdir(), 'faceward-fake-rs-'))
  const path = join(folder, 'librealsense2.so')
  const logPath = join(folder, 'calls.log')
  const defines = [`-DWIDTH=${size.width}`, `-DHEIGHT=${size.height}`]
  execFileSync('cc', ['-shared', '-fPIC', '-O1', ...defines, '-o', path, SOURCE])
  return {
    path,
    logPath,
    behave(behaviour = {}) {
      rmSync(logPath, { force: true })
      for (const name of Object.keys(process.env)) if (name.startsWith('FAKE_RS_')) delete process.env[name]
      process.env['FAKE_RS_LOG'] = logPath
      for (const [name, value] of Object.entries(behaviour)) process.env[`FAKE_RS_${name}`] = String(value)
    },
    log: () => (existsSync(logPath) ? readFileSync(logPath, 'utf8').trim().split('\n') : []),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** What the last line of the log says when nothing was kept; sets of frames hold at most a set and a frame of it. */
export const NOTHING_LEFT =
  /^left: 0 devices, 0 lists, 0 sensors, 0 pipelines, 0 configs, 0 profiles, 0 frames, 0 errors, running 0, most frames held [0-2]$/

const BUNDLES = fileURLToPath(new URL('../node_modules/.test-bundles/', import.meta.url))

/** The sources as threads and processes of their own can run them. */
export interface Bundles {
  /** On a machine without cameras on USB. */
  readonly surroundings: Surroundings
  readonly childPath: string
  remove(): void
}

/** Bundled once a test file, inside of the package, where koffi is found. */
export async function bundleForThreads(): Promise<Bundles> {
  mkdirSync(BUNDLES, { recursive: true })
  const folder = mkdtempSync(BUNDLES)
  const file = (path: string) => fileURLToPath(new URL(path, import.meta.url))
  await build({
    entry: {
      'camera-worker': file('../src/live/camera-worker.ts'),
      child: file('./endless-capture-worker.ts'),
    },
    outDir: folder,
    format: 'esm',
    platform: 'node',
    outExtension: () => ({ js: '.js' }),
    noExternal: [/^@faceward\//],
    external: ['koffi'],
    esbuildOptions: (options) => {
      options.conditions = ['@faceward/source']
    },
    config: false,
    silent: true,
    splitting: false,
  })
  const worker = join(folder, 'camera-worker.js')
  return {
    childPath: join(folder, 'child.js'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
    surroundings: {
      startWorker: (task) => new Worker(worker, { workerData: task, execArgv: [] }),
      isOnUsb: async () => false,
    },
  }
}
