/** A signed distance in millimetres at a point of head space in millimetres. */
export type Field = (x: number, y: number, z: number) => number

/** An axis-aligned box in head space. */
export interface Bounds {
  readonly minX: number
  readonly minY: number
  readonly minZ: number
  readonly maxX: number
  readonly maxY: number
  readonly maxZ: number
}

/** Samples of a field on a regular lattice, read by trilinear interpolation. */
export class FieldGrid {
  readonly bounds: Bounds
  private readonly minX: number
  private readonly minY: number
  private readonly minZ: number
  private readonly scale: number
  private readonly nx: number
  private readonly nxy: number
  private readonly lastX: number
  private readonly lastY: number
  private readonly lastZ: number

  readonly step: number
  readonly countX: number
  readonly countY: number
  readonly countZ: number
  readonly data: Float32Array

  constructor(
    bounds: Bounds,
    step: number,
    countX: number,
    countY: number,
    countZ: number,
    data: Float32Array,
  ) {
    this.step = step
    this.countX = countX
    this.countY = countY
    this.countZ = countZ
    this.data = data
    this.bounds = bounds
    this.minX = bounds.minX
    this.minY = bounds.minY
    this.minZ = bounds.minZ
    this.scale = 1 / step
    this.nx = countX
    this.nxy = countX * countY
    this.lastX = countX - 1.001
    this.lastY = countY - 1.001
    this.lastZ = countZ - 1.001
  }

  /** The interpolated value; points outside take the value at the nearest face. */
  sample(x: number, y: number, z: number): number {
    let gx = (x - this.minX) * this.scale
    let gy = (y - this.minY) * this.scale
    let gz = (z - this.minZ) * this.scale
    gx = gx < 0 ? 0 : Math.min(gx, this.lastX)
    gy = gy < 0 ? 0 : Math.min(gy, this.lastY)
    gz = gz < 0 ? 0 : Math.min(gz, this.lastZ)
    const ix = gx | 0
    const iy = gy | 0
    const iz = gz | 0
    const fx = gx - ix
    const fy = gy - iy
    const fz = gz - iz
    const data = this.data
    const nx = this.nx
    const i = ix + iy * nx + iz * this.nxy
    const j = i + this.nxy
    const a = data[i]!
    const c = data[i + nx]!
    const e = data[j]!
    const g = data[j + nx]!
    const ab = a + (data[i + 1]! - a) * fx
    const cd = c + (data[i + nx + 1]! - c) * fx
    const ef = e + (data[j + 1]! - e) * fx
    const gh = g + (data[j + nx + 1]! - g) * fx
    const near = ab + (cd - ab) * fy
    const far = ef + (gh - ef) * fy
    return near + (far - near) * fz
  }

  /** A bound that is safe to march by from anywhere: outside the box, no more than the true distance. */
  bound(x: number, y: number, z: number): number {
    const b = this.bounds
    const dx = x < b.minX ? b.minX - x : x > b.maxX ? x - b.maxX : 0
    const dy = y < b.minY ? b.minY - y : y > b.maxY ? y - b.maxY : 0
    const dz = z < b.minZ ? b.minZ - z : z > b.maxZ ? z - b.maxZ : 0
    const inside = this.sample(x, y, z)
    if (dx === 0 && dy === 0 && dz === 0) return inside
    // The surface lies in the box, at least `inside` from the box's nearest point: Pythagoras bounds the rest.
    const away = dx * dx + dy * dy + dz * dz
    return inside > 0 ? Math.sqrt(inside * inside + away) : Math.sqrt(away) + 0.5
  }
}

/**
 * Samples a field over a box, from coarse to fine: each level halves the step and asks the field again only
 * near the surface, so the cost follows the surface's area. Away from the surface the values are the coarser
 * level's, which is enough to march towards it.
 */
export function bakeField(
  field: Field,
  bounds: Bounds,
  options: { step: number; levels: number; band?: number },
): FieldGrid {
  let grid: FieldGrid | undefined
  for (let level = options.levels - 1; level >= 0; level -= 1) {
    const step = options.step * 2 ** level
    const countX = Math.ceil((bounds.maxX - bounds.minX) / step) + 1
    const countY = Math.ceil((bounds.maxY - bounds.minY) / step) + 1
    const countZ = Math.ceil((bounds.maxZ - bounds.minZ) / step) + 1
    const data = new Float32Array(countX * countY * countZ)
    // A cell's diagonal is 1.73 steps; what is beyond keeps the coarser level's value.
    const band = (options.band ?? 2.7) * step
    let i = 0
    for (let iz = 0; iz < countZ; iz += 1) {
      const z = bounds.minZ + iz * step
      for (let iy = 0; iy < countY; iy += 1) {
        const y = bounds.minY + iy * step
        for (let ix = 0; ix < countX; ix += 1) {
          const x = bounds.minX + ix * step
          const prior = grid ? grid.sample(x, y, z) : 0
          data[i] = prior > band || prior < -band ? prior : field(x, y, z)
          i += 1
        }
      }
    }
    grid = new FieldGrid(bounds, step, countX, countY, countZ, data)
  }
  if (!grid) throw new RangeError('bakeField needs at least one level')
  return grid
}

/** The union of fields on one lattice, from their grids. */
export function mergeGrids(grids: readonly FieldGrid[], bounds: Bounds, step: number): FieldGrid {
  return bakeField(
    (x, y, z) => {
      let d = 1000
      for (const grid of grids) d = Math.min(d, grid.bound(x, y, z))
      return d
    },
    bounds,
    { step, levels: 1, band: 1e6 },
  )
}
