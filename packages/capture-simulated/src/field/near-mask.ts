import type { Bounds, Field } from './field-grid.js'

/** Where a field is near, on a coarse lattice: one load tells that a part need not be asked at all. */
export class NearMask {
  private readonly scale: number
  private readonly data: Uint8Array
  private readonly countX: number
  private readonly countY: number
  private readonly countZ: number
  private readonly minX: number
  private readonly minY: number
  private readonly minZ: number

  /** Cells in which the field may be less than `reach` somewhere are marked. */
  constructor(field: Field, bounds: Bounds, step: number, reach: number) {
    this.scale = 1 / step
    this.minX = bounds.minX
    this.minY = bounds.minY
    this.minZ = bounds.minZ
    this.countX = Math.ceil((bounds.maxX - bounds.minX) / step)
    this.countY = Math.ceil((bounds.maxY - bounds.minY) / step)
    this.countZ = Math.ceil((bounds.maxZ - bounds.minZ) / step)
    this.data = new Uint8Array(this.countX * this.countY * this.countZ)
    const limit = reach + step * 0.87
    let i = 0
    for (let iz = 0; iz < this.countZ; iz += 1) {
      for (let iy = 0; iy < this.countY; iy += 1) {
        for (let ix = 0; ix < this.countX; ix += 1) {
          const x = bounds.minX + (ix + 0.5) * step
          const y = bounds.minY + (iy + 0.5) * step
          const z = bounds.minZ + (iz + 0.5) * step
          this.data[i] = field(x, y, z) < limit ? 1 : 0
          i += 1
        }
      }
    }
  }

  /** Outside the lattice everything counts as far. */
  at(x: number, y: number, z: number): boolean {
    const ix = Math.floor((x - this.minX) * this.scale)
    const iy = Math.floor((y - this.minY) * this.scale)
    const iz = Math.floor((z - this.minZ) * this.scale)
    if (ix < 0 || iy < 0 || iz < 0 || ix >= this.countX || iy >= this.countY || iz >= this.countZ)
      return false
    return this.data[ix + this.countX * (iy + this.countY * iz)] === 1
  }
}
