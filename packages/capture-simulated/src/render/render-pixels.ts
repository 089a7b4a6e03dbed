import type { HeadModel } from '../anatomy/head-model.js'
import type { Traits } from '../person/traits.js'
import type { Scene } from '../scene/scene.js'
import { paintBackground } from './background.js'
import { findEdges } from './find-edges.js'
import { MATERIAL } from './material.js'
import { focalLength, RayTracer } from './ray-tracer.js'
import { SceneField } from './scene-field.js'
import { Shader } from './shader.js'

const TILE = 8
/** Half the diagonal of a tile. */
const TILE_RADIUS = TILE * 0.7072
/** How far before its neighbours a finer sample of an edge may be, millimetres. */
const EDGE_SLACK = 12

/** Linear light, depth and materials of one frame. */
export interface RenderedPixels {
  readonly width: number
  readonly height: number
  /** Linear RGB before exposure. */
  readonly linear: Float32Array
  /** Metres along the optical axis at the pixels' centres; the background has its own. */
  readonly depth: Float32Array
  readonly materials: Uint8Array
  readonly field: SceneField
}

/** Renders a person: empty tiles are skipped, pixels at edges take four samples. */
export function renderPixels(traits: Traits, head: HeadModel, scene: Scene): RenderedPixels {
  const { width, height } = scene.camera
  const field = new SceneField(traits, head, scene)
  const shader = new Shader(traits, head, field, scene)
  const tracer = new RayTracer(field, shader, scene.camera)
  const count = width * height
  const wall = paintBackground(scene, focalLength(scene.camera))
  const linear = wall.slice()
  const depth = new Float32Array(count).fill(scene.distanceM + scene.background.behindM)
  const materials = new Uint8Array(count)
  const ambient = new Float32Array(count)
  const lit = new Float32Array(count)

  for (let tileY = 0; tileY < height; tileY += TILE) {
    for (let tileX = 0; tileX < width; tileX += TILE) {
      tracer.aim(tileX + TILE / 2, tileY + TILE / 2)
      const start = tracer.marchCone(TILE_RADIUS)
      if (start < 0) continue
      const endY = Math.min(height, tileY + TILE)
      const endX = Math.min(width, tileX + TILE)
      for (let y = tileY; y < endY; y += 1) {
        for (let x = tileX; x < endX; x += 1) {
          tracer.aim(x + 0.5, y + 0.5)
          const hit = tracer.march(start)
          if (hit < 0) continue
          const i = y * width + x
          materials[i] = tracer.paint(hit)
          linear[i * 3] = shader.r
          linear[i * 3 + 1] = shader.g
          linear[i * 3 + 2] = shader.b
          depth[i] = hit / 1000
          ambient[i] = shader.ambient
          lit[i] = shader.lit
        }
      }
    }
  }

  const edges = findEdges(linear, materials, width, height)
  for (let i = 0; i < count; i += 1) {
    if (edges[i] === 0) continue
    const x = i % width
    const y = (i - x) / width
    const start = nearestAround(depth, materials, width, height, x, y) * 1000 - EDGE_SLACK
    let r = 0
    let g = 0
    let b = 0
    for (let s = 0; s < 4; s += 1) {
      tracer.aim(x + (s & 1 ? 0.75 : 0.25), y + (s & 2 ? 0.75 : 0.25))
      const hit = tracer.march(start)
      if (hit < 0) {
        r += wall[i * 3]!
        g += wall[i * 3 + 1]!
        b += wall[i * 3 + 2]!
        continue
      }
      shader.ambient = ambient[i]!
      shader.lit = lit[i]!
      tracer.paint(hit, materials[i] === MATERIAL.background ? -1 : materials[i])
      // A highlight beyond white must not drown the other samples.
      r += Math.min(2, shader.r)
      g += Math.min(2, shader.g)
      b += Math.min(2, shader.b)
    }
    linear[i * 3] = r / 4
    linear[i * 3 + 1] = g / 4
    linear[i * 3 + 2] = b / 4
  }
  return { width, height, linear, depth, materials, field }
}

/** The least depth of the person among a pixel and its neighbours, metres. */
function nearestAround(
  depth: Float32Array,
  materials: Uint8Array,
  width: number,
  height: number,
  x: number,
  y: number,
): number {
  let nearest = Number.POSITIVE_INFINITY
  for (let j = Math.max(0, y - 1); j <= Math.min(height - 1, y + 1); j += 1) {
    for (let k = Math.max(0, x - 1); k <= Math.min(width - 1, x + 1); k += 1) {
      const i = j * width + k
      if (materials[i] !== MATERIAL.background && depth[i]! < nearest) nearest = depth[i]!
    }
  }
  return nearest
}
