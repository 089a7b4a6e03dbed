import type { Hairline } from '../anatomy/hair-field.js'
import { smoothStep } from '../field/shapes.js'
import type { Traits } from '../person/traits.js'
import { createValueNoise, type Noise3 } from '../random/value-noise.js'

/** Colour of the hair of the head at a point, with the direction its strands run in (`t*`, head space). */
export class HairColor {
  r = 0
  g = 0
  b = 0
  tx = 0
  ty = -1
  tz = 0
  /** Shift of the highlight along the strand. */
  shift = 0
  /** Share of hair over the skin beneath. */
  cover = 1
  private readonly noise: Noise3
  private readonly curly: boolean
  private readonly long: boolean

  private readonly traits: Traits
  private readonly hairline: Hairline
  private readonly crownY: number
  private readonly centreZ: number

  constructor(traits: Traits, hairline: Hairline, crownY: number, centreZ: number) {
    this.traits = traits
    this.hairline = hairline
    this.crownY = crownY
    this.centreZ = centreZ
    this.noise = createValueNoise(traits.noiseSeed + 21)
    this.long = traits.hair.style === 'long' || traits.hair.style === 'bob'
    this.curly = traits.hair.style === 'curly' || traits.hair.style === 'afro'
  }

  at(x: number, y: number, z: number, nx: number, ny: number, nz: number): void {
    const hair = this.traits.hair
    const dz = z - this.centreZ
    // Strands run from the crown outwards and down: the part of that direction in the surface.
    const reach = Math.sqrt(x * x + dz * dz) + 1
    const out = Math.max(0, 1 - (this.crownY - y) / 70)
    let tx = (x / reach) * out + 0.001
    let ty = -0.35 - (1 - out)
    let tz = (dz / reach) * out
    const along = tx * nx + ty * ny + tz * nz
    tx -= along * nx
    ty -= along * ny
    tz -= along * nz
    const inverse = 1 / (Math.sqrt(tx * tx + ty * ty + tz * tz) + 1e-6)
    this.tx = tx * inverse
    this.ty = ty * inverse
    this.tz = tz * inverse
    // Coordinates across (dense) and along (sparse) the strands.
    const angle = Math.atan2(x, dz) * 75
    const down = this.crownY - y + reach * 0.3
    let strand: number
    if (this.curly) {
      strand = 0.6 * this.noise(x * 0.22, y * 0.22, z * 0.22) + 0.5 * this.noise(x * 0.6, y * 0.6, z * 0.6)
    } else {
      const wave = this.noise(angle * 0.05, down * 0.02, 5) * 6 * hair.curl * 0.5
      strand =
        0.55 * this.noise((angle + wave) * 0.26, down * 0.025, 1) +
        0.5 * this.noise((angle + wave) * 0.85, down * 0.05, 2)
    }
    this.shift = strand * 0.22
    const shade = Math.max(0.25, 0.9 + 0.62 * strand)
    // At the hairline the scalp shows between the strands.
    const ax = x < 0 ? -x : x
    const curtain = this.long ? smoothStep(38, 52, ax) : 0
    this.cover = Math.max(curtain, smoothStep(-3, 10, this.hairline(x, y, z) + strand * 8))
    this.r = hair.color[0] * shade
    this.g = hair.color[1] * shade
    this.b = hair.color[2] * shade
  }
}
