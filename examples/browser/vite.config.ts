import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defaultClientConditions, defineConfig, type Plugin, type Rollup } from 'vite'
import headers from './headers.json' with { type: 'json' }

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Puts `src/parts/<name>.html` where a page says `<!-- part: name -->`. */
function pageParts(): Plugin {
  const partOf = (_: string, indent = '', name: string) =>
    indent +
    readFileSync(here(`src/parts/${name}.html`), 'utf8')
      .trimEnd()
      .replaceAll('\n', `\n${indent}`)
  return {
    name: 'page-parts',
    // Before their styles and scripts are looked for.
    transformIndexHtml: {
      order: 'pre',
      handler: (page) => page.replace(/(^ +)?<!-- part: ([a-z]+) -->/gm, partOf),
    },
  }
}

/** Tells the service worker which files make up the application, and by its version when one of them changed. */
function listBuiltFiles(): Plugin {
  return {
    name: 'list-built-files',
    // After the pages were written.
    generateBundle: { order: 'post', handler: (_, bundle) => writeList(bundle) },
  }
}

type Bundle = Readonly<Record<string, Rollup.OutputAsset | Rollup.OutputChunk>>

function writeList(bundle: Bundle): void {
  const worker = bundle['sw.js']
  if (worker?.type !== 'chunk') throw new Error('The build has no sw.js.')
  const files = new Map<string, string | Uint8Array>()
  for (const file of Object.values(bundle)) {
    if (file !== worker && !NEVER_LOADED.test(file.fileName))
      files.set(file.fileName, file.type === 'chunk' ? file.code : file.source)
  }
  for (const name of readdirSync(here('public'))) files.set(name, readFileSync(here(`public/${name}`)))
  const hash = createHash('sha256')
  for (const content of files.values()) hash.update(content)
  const paths = [...files.keys()].map((name) => (name === 'index.html' ? '/' : `/${name}`)).sort()
  const list = JSON.stringify({ version: hash.digest('hex').slice(0, 12), files: paths })
  worker.code = worker.code.replace('__BUILT__', list)
}

/** Weights that a package carries as text, told from code. */
function weightsApart(id: string): string | undefined {
  const kind = /-(statistics|projection)\.data/.exec(id)?.[1]
  return kind && `weights-${kind}`
}

/** Chunks of what this application does not do: models on the page's own thread, on WebGPU, elsewhere, or others than the default. */
const NEVER_LOADED =
  /^assets\/(local-engine|ort\.webgpu|edge-fallback|chosen-|own-served-model|attention-fusion|weights-projection)/

export default defineConfig({
  plugins: [pageParts(), listBuiltFiles()],
  // From the packages' sources, which can be split where their bundles cannot: the page loads half as much.
  resolve: {
    conditions: ['@faceward/source', 'onnxruntime-web-use-extern-wasm', ...defaultClientConditions],
  },
  worker: { format: 'es', rollupOptions: { output: { manualChunks: weightsApart } } },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: {
        index: here('index.html'),
        scan: here('scan.html'),
        sw: here('src/offline/service-worker.ts'),
      },
      output: {
        entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
        manualChunks: weightsApart,
      },
    },
  },
  server: { headers: { ...headers, 'content-security-policy': '' } },
  preview: { headers },
})
