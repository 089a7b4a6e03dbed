import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { type Served, type StaticServer, serve } from '../../../../tooling/src/chromium.mjs'
import headers from '../../headers.json' with { type: 'json' }

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const CLI = fileURLToPath(new URL('../../../cli/src/main.ts', import.meta.url))
const HOOKS = new URL('../../../../scripts/run-typescript.mjs', import.meta.url).href
const OUT = fileURLToPath(new URL('../../../../out/', import.meta.url))

/** The application as it was built for a test. */
export interface BuiltApp {
  readonly folder: string
  remove(): void
}

/**
 * Builds the application from the packages' sources, with its models beside it,
 * into a folder of its own: test files run side by side.
 */
export async function buildApp(): Promise<BuiltApp> {
  mkdirSync(OUT, { recursive: true })
  const folder = mkdtempSync(join(OUT, 'example-browser-'))
  await build({
    root: ROOT,
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: false },
  })
  exportModels(join(folder, 'models'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** As the build does it, by the command from its sources. */
function exportModels(folder: string): void {
  const command = [CLI, 'models', 'export', '--to', folder]
  execFileSync(process.execPath, ['--conditions=@faceward/source', '--import', HOOKS, ...command], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

/** Serves a built application with its own headers. */
export function serveApp({ folder }: BuiltApp): Promise<StaticServer> {
  const files = readdirSync(folder, { withFileTypes: true }).map((entry): [string, Served] => {
    const path = join(folder, entry.name)
    return [`/${entry.name}`, entry.isDirectory() ? { folder: path } : { file: path }]
  })
  return serve({ '/': { file: join(folder, 'index.html') }, ...Object.fromEntries(files) }, { headers })
}
