import type { Anchors } from '../anatomy/anchors.js'
import type { Glasses } from '../person/accessories.js'

/** Distance to spectacle frames: two rims, a bridge and the temples. `ax` is |x|. */
export function createGlassesField(
  glasses: Glasses,
  a: Anchors,
): (ax: number, y: number, z: number) => number {
  const rim = glasses.rimRadius
  const halfW = glasses.lensHalfWidth
  const halfH = glasses.lensHalfHeight
  const centreX = Math.max(a.eyeX + 1, halfW + 8)
  const corner = 4 + glasses.roundness * (Math.min(halfW, halfH) - 5)
  const planeZ = Math.max(20, a.noseRootZ + 5)
  const outerX = centreX + halfW
  const thin = glasses.rimless ? 0.45 : 1
  return (ax, y, z) => {
    const cy = y + 3
    // The front bends back towards the temples.
    const bent = z - planeZ + Math.max(0, ax - 12) ** 2 * 0.0042
    const qx = Math.abs(ax - centreX) - halfW + corner
    const qy = Math.abs(cy) - halfH + corner
    const outline =
      Math.sqrt(Math.max(qx, 0) ** 2 + Math.max(qy, 0) ** 2) + Math.min(Math.max(qx, qy), 0) - corner
    let d = Math.sqrt(outline * outline + bent * bent) - rim * thin
    // Bridge.
    const by = cy - halfH * 0.35 - (centreX - halfW - ax) * 0.15
    if (ax < centreX - halfW + 2)
      d = Math.min(d, Math.sqrt(by * by + bent * bent) - Math.max(0.9, rim * 0.85))
    // Temples back to the ears.
    const zFront = planeZ - (outerX - 12) ** 2 * 0.0042
    if (z < zFront + 2) {
      const t = Math.min(1, Math.max(0, (zFront - z) / (zFront - a.earZ)))
      const tx = ax - (outerX + (a.earX + 6 - outerX) * t)
      const ty = cy - halfH * 0.45
      const tz = z < a.earZ ? z - a.earZ : 0
      d = Math.min(d, Math.sqrt(tx * tx + ty * ty + tz * tz) - Math.max(1, rim))
    }
    return d * 0.9
  }
}
