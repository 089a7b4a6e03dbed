import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** A hash over the built renderer, so that its pictures are not kept beyond a change of it; undefined when unbuilt. */
export async function rendererFingerprint(): Promise<string | undefined> {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve('@faceward/capture-simulated'))
    const names = (await readdir(folder)).filter((name) => name.endsWith('.js')).sort()
    const hash = createHash('sha256')
    for (const name of names) hash.update(name).update(await readFile(join(folder, name)))
    return hash.digest('hex')
  } catch {
    return undefined
  }
}
