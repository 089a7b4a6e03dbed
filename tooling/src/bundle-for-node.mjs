// One file of JavaScript from a TypeScript entry, read from the sources: for tests and scripts that start a
// process of their own, which Node 20 cannot do with TypeScript. Dependencies stay outside, so the file goes
// below the package's node_modules, where they are found and git does not look.
import { mkdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { build } from 'esbuild'

/**
 * @param {{ entry: string, packageFolder: string, external?: string[] }} what the TypeScript file, the folder
 * of its package, and the dependencies not to bundle (native ones must not be)
 * @returns {Promise<string>} the path of the bundle; one for each process, so that two never write the same
 */
export async function bundleForNode({ entry, packageFolder, external = [] }) {
  const folder = join(packageFolder, 'node_modules', '.faceward', String(process.pid))
  mkdirSync(folder, { recursive: true })
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const outfile = join(folder, basename(entry).replace(/\.ts$/, '.mjs'))
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['@faceward/source'],
    // CommonJS dependencies ask for Node's own modules by require(), which a module does not have.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
    external,
    logLevel: 'error',
  })
  return outfile
}
