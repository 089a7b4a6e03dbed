import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { extname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url))
const CACHE = resolve(ROOT, 'node_modules/.cache/faceward-clips')
const VERSION = versionOf()

/** The file of that name with what `render` gives; made once for each version of the simulator and the clips. */
export function renderedOnce(name: string, render: () => Uint8Array): string {
  const extension = extname(name)
  const path = join(CACHE, `${name.slice(0, -extension.length)}-${VERSION}${extension}`)
  if (existsSync(path)) return path
  mkdirSync(CACHE, { recursive: true })
  const partial = `${path}.${process.pid}`
  writeFileSync(partial, render())
  renameSync(partial, path)
  return path
}

/** The simulator's source and the clips' own: whatever changes a pixel. */
function versionOf(): string {
  const hash = createHash('sha256')
  const simulator = resolve(ROOT, 'packages/capture-simulated/src')
  const own = fileURLToPath(new URL('.', import.meta.url))
  for (const folder of [simulator, own]) {
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
      if (file.endsWith('.ts') && !file.endsWith('.test.ts')) hash.update(readFileSync(join(folder, file)))
    }
  }
  return hash.digest('hex').slice(0, 12)
}
