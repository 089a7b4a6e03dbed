// Signed distances of simple solids and smooth set operations, over scalars: they run millions of times.
// Formulas after I. Quilez, "Distance functions" and "Smooth minimum" (iquilezles.org).

/** Smooth union: rounds the seam of two solids over about `k`. */
export function smoothUnion(a: number, b: number, k: number): number {
  const h = k - Math.abs(a - b)
  const low = Math.min(a, b)
  return h > 0 ? low - (h * h) / (4 * k) : low
}

/** Smooth intersection. */
export function smoothIntersection(a: number, b: number, k: number): number {
  const h = k - Math.abs(a - b)
  const high = Math.max(a, b)
  return h > 0 ? high + (h * h) / (4 * k) : high
}

/** Distance (first order) to an ellipsoid about the origin. */
export function ellipsoid(x: number, y: number, z: number, rx: number, ry: number, rz: number): number {
  const ux = x / rx
  const uy = y / ry
  const uz = z / rz
  const k0 = Math.sqrt(ux * ux + uy * uy + uz * uz)
  const vx = ux / rx
  const vy = uy / ry
  const vz = uz / rz
  const k1 = Math.sqrt(vx * vx + vy * vy + vz * vz)
  return k1 < 1e-9 ? -Math.min(rx, ry, rz) : (k0 * (k0 - 1)) / k1
}

/** A capsule from a to b whose radius goes linearly from ra to rb. */
export function taperedCapsule(
  x: number,
  y: number,
  z: number,
  ax: number,
  ay: number,
  az: number,
  bx: number,
  by: number,
  bz: number,
  ra: number,
  rb: number,
): number {
  const px = x - ax
  const py = y - ay
  const pz = z - az
  const dx = bx - ax
  const dy = by - ay
  const dz = bz - az
  let h = (px * dx + py * dy + pz * dz) / (dx * dx + dy * dy + dz * dz)
  h = h < 0 ? 0 : Math.min(h, 1)
  const qx = px - dx * h
  const qy = py - dy * h
  const qz = pz - dz * h
  return Math.sqrt(qx * qx + qy * qy + qz * qz) - (ra + (rb - ra) * h)
}

/** 0 below `low`, 1 above `high`, smooth between. */
export function smoothStep(low: number, high: number, value: number): number {
  const t = (value - low) / (high - low)
  return t <= 0 ? 0 : t >= 1 ? 1 : t * t * (3 - 2 * t)
}

/** A bump of height 1 that reaches 0 with zero slope where `squared` (distance over radius, squared) is 1. */
export function bump(squared: number): number {
  if (squared >= 1) return 0
  const t = 1 - squared
  return t * t
}
