import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { type Served, type StaticServer, serve } from '../../../../tooling/src/chromium.mjs'
import headers from '../../headers.json' with { type: 'json' }
import { writeServedModels } from '../../scripts/serve-models.js'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
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
  await writeServedModels(join(folder, 'models'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Serves a built application with its own headers. */
export function serveApp({ folder }: BuiltApp): Promise<StaticServer> {
  const files = readdirSync(folder, { withFileTypes: true }).map((entry): [string, Served] => {
    const path = join(folder, entry.name)
    return [`/${entry.name}`, entry.isDirectory() ? { folder: path } : { file: path }]
  })
  return serve({ '/': { file: join(folder, 'index.html') }, ...Object.fromEntries(files) }, { headers })
}
