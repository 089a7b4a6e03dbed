import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DepthMap, FivePoints, HeadPose, Intrinsics } from '@faceward/spec'

/** One render of the cache that depth/render-cache fills. */
export interface CachedRender {
  readonly seed: number
  readonly index: number
  readonly depth: DepthMap
  readonly points: FivePoints
  readonly pose: HeadPose
  readonly interocularMm: number
  readonly materials: Uint8Array
}

interface Facts {
  readonly intrinsics: Intrinsics
  readonly fivePoints: FivePoints
  readonly pose: HeadPose
  readonly interocularMm: number
}

/** The renders of a folder in order of their seeds. */
export async function cachedPeople(folder: string): Promise<CachedRender[]> {
  const result: CachedRender[] = []
  const files = existsSync(folder) ? await readdir(folder) : []
  const wanted = files.filter((file) => /^\d+\.json$/.test(file)).map((file) => Number.parseInt(file, 10))
  for (const seed of wanted.sort((a, b) => a - b)) {
    const name = join(folder, `${seed}.json`)
    const facts = JSON.parse(await readFile(name, 'utf8')) as Facts[]
    for (const [index, { intrinsics, fivePoints, pose, interocularMm }] of facts.entries()) {
      const bytes = await readFile(join(folder, `${seed}-${index}.depth`))
      const data = new Float32Array(new Uint8Array(bytes).buffer)
      const materials = new Uint8Array(await readFile(join(folder, `${seed}-${index}.materials`)))
      const { width, height } = intrinsics
      const provenance = { kind: 'sensed', method: 'simulated', trust: 'declared' } as const
      const depth = { width, height, data, intrinsics, registeredToColor: true, provenance }
      result.push({ seed, index, depth, points: fivePoints, pose, interocularMm, materials })
    }
  }
  return result
}
