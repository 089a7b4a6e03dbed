import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DEFAULT_MODELS } from '@faceward/model-pack'
import { build, type Rollup } from 'vite'
import { afterAll, beforeAll, expect, it } from 'vitest'

// In this package, so that the entry finds the packages as the application does: built, not their sources.
const state = { folder: '' }
beforeAll(async () => {
  const out = join(import.meta.dirname, '../out')
  await mkdir(out, { recursive: true })
  state.folder = await mkdtemp(join(out, 'bundled-'))
})
afterAll(() => rm(state.folder, { recursive: true, force: true }))

/** The SHA-256 of every model that Vite copies for a page that has this line. */
async function copied(line: string): Promise<readonly string[]> {
  const input = join(state.folder, 'entry.js')
  await writeFile(input, line)
  const bundle = await build({
    root: state.folder,
    configFile: false,
    logLevel: 'error',
    build: { write: false, rollupOptions: { input } },
  })
  const assets = (bundle as Rollup.RollupOutput).output.filter(({ fileName }) => fileName.endsWith('.onnx'))
  return assets.map((asset) =>
    createHash('sha256')
      .update(asset.type === 'asset' ? asset.source : asset.code)
      .digest('hex'),
  )
}

it.each([
  ['detector', 'DETECTOR_MODEL'],
  ['mesh', 'MESH_MODEL'],
  ['faceres', 'FACERES_MODEL'],
  ['dlib', 'DLIB_MODEL'],
] as const)('a bundle that imports the %s holds its weights and no others', async (role, name) => {
  const line = `import { ${name} } from '@faceward/model-pack/${role}'\nconsole.log(${name}.url)`
  expect(await copied(line)).toEqual([DEFAULT_MODELS[role].file.sha256])
})

it('a bundle that imports the manifests alone holds no weights', async () => {
  const line = "import { DEFAULT_MODELS } from '@faceward/model-pack/manifests'\nconsole.log(DEFAULT_MODELS)"
  expect(await copied(line)).toEqual([])
})
