/** One smooth noise value in [-1, 1] for a point; period-free within +-2^20 lattice cells. */
export type Noise3 = (x: number, y: number, z: number) => number

/**
 * Value noise on an integer lattice with a quintic-like fade (Perlin 2002's fade, cubic form), from an integer
 * hash only: deterministic in every engine.
 */
export function createValueNoise(seed: number): Noise3 {
  const salt = Math.imul(seed | 0, 0x27d4eb2d) | 0
  return (x, y, z) => {
    const ix = Math.floor(x)
    const iy = Math.floor(y)
    const iz = Math.floor(z)
    let fx = x - ix
    let fy = y - iy
    let fz = z - iz
    fx = fx * fx * (3 - 2 * fx)
    fy = fy * fy * (3 - 2 * fy)
    fz = fz * fz * (3 - 2 * fz)
    const hx0 = Math.imul(ix, 0x8da6b343)
    const hx1 = Math.imul(ix + 1, 0x8da6b343)
    const hy0 = Math.imul(iy, 0xd8163841)
    const hy1 = Math.imul(iy + 1, 0xd8163841)
    const hz0 = Math.imul(iz, 0xcb1ab31f) ^ salt
    const hz1 = Math.imul(iz + 1, 0xcb1ab31f) ^ salt
    const a = corner(hx0 ^ hy0 ^ hz0)
    const b = corner(hx1 ^ hy0 ^ hz0)
    const c = corner(hx0 ^ hy1 ^ hz0)
    const d = corner(hx1 ^ hy1 ^ hz0)
    const e = corner(hx0 ^ hy0 ^ hz1)
    const f = corner(hx1 ^ hy0 ^ hz1)
    const g = corner(hx0 ^ hy1 ^ hz1)
    const h = corner(hx1 ^ hy1 ^ hz1)
    const near = a + (b - a) * fx + (c - a + (a - b - c + d) * fx) * fy
    const far = e + (f - e) * fx + (g - e + (e - f - g + h) * fx) * fy
    return near + (far - near) * fz
  }
}

function corner(value: number): number {
  let hash = value
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39)
  return (hash ^ (hash >>> 15)) * 4.656612873077393e-10
}
