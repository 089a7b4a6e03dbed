import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { installedWasmFiles } from '@faceward/inference-web/node'
import { loadDefaultModel } from '@faceward/model-pack'
import { assertLicenseAllows, type ModelCache, sha256Hex } from '@faceward/models'
import { ModelLoadError, type ModelManifest, type PinnedFile, type WeightsLicense } from '@faceward/spec'
import { writeFileAtomically } from '../files/write-file-atomically.js'

/** The file that lists what was exported. */
export const EXPORT_INDEX = 'index.json'

/** Options of {@link exportModels}. */
export interface ExportOptions {
  readonly folder: string
  readonly models: readonly ModelManifest[]
  /** Where downloaded models are. */
  readonly cache: ModelCache
  /** Also the files that WebGPU needs. */
  readonly webgpu: boolean
  /** Refuse weights whose licence forbids commercial use, before anything is written. */
  readonly commercial: boolean
  readonly signal: AbortSignal
}

/** What `index.json` says; an application may make its list of files for offline use from it. */
export interface ExportIndex {
  readonly format: 'faceward-models/v1'
  readonly models: readonly {
    readonly id: string
    readonly task: string
    readonly description: string
    readonly license: WeightsLicense
    /** Paths below the folder. */
    readonly files: readonly PinnedFile[]
  }[]
  readonly wasm: {
    readonly package: 'onnxruntime-web'
    readonly version: string
    readonly license: 'MIT'
    readonly files: readonly PinnedFile[]
  }
  readonly bytes: number
}

/**
 * Writes what a page needs to run the models: for each a copy of its ONNX file, checked, and its manifest; the
 * WebAssembly files; and an index.
 *
 * @throws ModelLoadError `license-refused`, `not-found`, `integrity-mismatch`; InputError for a folder that cannot be written.
 */
export async function exportModels(options: ExportOptions): Promise<ExportIndex> {
  const { folder, signal } = options
  if (options.commercial)
    for (const manifest of options.models) assertLicenseAllows(manifest, { commercial: true })
  const models: ExportIndex['models'][number][] = []
  for (const manifest of options.models) {
    signal.throwIfAborted()
    models.push(await exportModel(manifest, options))
  }
  const wasm = await exportWasm(options)
  const files = [...models, wasm].flatMap((part) => part.files)
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  const index: ExportIndex = { format: 'faceward-models/v1', models, wasm, bytes }
  await writeFileAtomically(join(folder, EXPORT_INDEX), json(index))
  return index
}

async function exportModel(
  manifest: ModelManifest,
  { folder, cache, signal }: ExportOptions,
): Promise<ExportIndex['models'][number]> {
  const { id, task, description, license, file, origin } = manifest
  const onnx =
    origin.kind === 'npm' ? (await loadDefaultModel(manifest, { signal })).onnx : await cache.get(file.sha256)
  if (onnx === undefined) {
    throw new ModelLoadError(`The model '${id}' is not here. Get it with 'faceward models pull ${id}'.`, {
      code: 'not-found',
    })
  }
  const text = new TextEncoder().encode(json(manifest))
  const files = [
    await write(folder, `${id}/${id}.onnx`, onnx),
    await write(folder, `${id}/manifest.json`, text),
  ]
  return { id, task, description, license, files }
}

async function exportWasm({ folder, webgpu }: ExportOptions): Promise<ExportIndex['wasm']> {
  const { version } = createRequire(installedWasmFiles().binary)('../package.json') as { version: string }
  const files: PinnedFile[] = []
  for (const provider of webgpu ? (['wasm', 'webgpu'] as const) : (['wasm'] as const)) {
    const { script, binary } = installedWasmFiles(provider)
    for (const address of [script, binary]) {
      files.push(await write(folder, `wasm/${address.pathname.split('/').at(-1)}`, await readFile(address)))
    }
  }
  return { package: 'onnxruntime-web', version, license: 'MIT', files }
}

async function write(folder: string, path: string, bytes: Uint8Array): Promise<PinnedFile> {
  await writeFileAtomically(join(folder, path), bytes)
  return { path, bytes: bytes.length, sha256: sha256Hex(bytes) }
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`
