/** Light that a rough surface sends back; with `wrap` above 0 some of it comes round the edge, as through skin. */
export function lambert(cosine: number, wrap: number): number {
  const value = (cosine + wrap) / (1 + wrap)
  return value <= 0 ? 0 : wrap > 0 ? value / (1 + wrap * 0.5) : value
}

/** Blinn's highlight with Schlick's Fresnel term, in two lobes as skin has. */
export function specular(
  nx: number,
  ny: number,
  nz: number,
  lx: number,
  ly: number,
  lz: number,
  vx: number,
  vy: number,
  vz: number,
  power: number,
): number {
  const hx = lx + vx
  const hy = ly + vy
  const hz = lz + vz
  const inverse = 1 / (Math.sqrt(hx * hx + hy * hy + hz * hz) + 1e-6)
  const nh = (nx * hx + ny * hy + nz * hz) * inverse
  if (nh <= 0 || nx * lx + ny * ly + nz * lz <= 0) return 0
  const vh = (vx * hx + vy * hy + vz * hz) * inverse
  const fresnel = 0.03 + 0.97 * (1 - vh) ** 5
  const broad = nh ** power
  return fresnel * (broad * 1.6 + broad * broad * broad * 3.2)
}
