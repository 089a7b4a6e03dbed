import { bump, smoothStep } from '../field/shapes.js'
import type { Proportions } from '../person/proportions.js'
import { createValueNoise } from '../random/value-noise.js'
import type { Anchors } from './anchors.js'

/** Shallow relief: grooves, folds and lines, as millimetres to add to the distance (positive carves). */
export function createRelief(
  p: Proportions,
  a: Anchors,
  seed: number,
): (x: number, y: number, z: number) => number {
  const noise = createValueNoise(seed)
  const foldX0 = p.alarWidth / 2 + 2.5
  const foldY0 = a.noseBaseY + 7
  const foldX1 = a.mouthHalfWidth + 8
  const foldY1 = a.mouthY - 4
  const fdx = foldX1 - foldX0
  const fdy = foldY1 - foldY0
  const foldLength2 = fdx * fdx + fdy * fdy
  const foldLength = Math.sqrt(foldLength2)
  return (x, y, z) => {
    if (z < -45) return 0
    const front = smoothStep(-42, -12, z)
    const ax = x < 0 ? -x : x
    let d = 0
    // Philtrum: a groove between two ridges.
    if (ax < 9 && y < a.noseBaseY && y > a.lipTopY - 2) {
      const dip = bump(((y - (a.noseBaseY + a.lipTopY) / 2) / (p.philtrumLength * 0.62)) ** 2)
      d += dip * (1.3 * bump((ax / 3.6) ** 2) - 0.5 * bump(((ax - 4.6) / 2.6) ** 2))
    }
    // Fold between lower lip and chin.
    d += 2.6 * bump((x / 24) ** 2 + ((y - a.lipBottomY + 6.5) / 9) ** 2)
    if (p.chinCleft > 0) d += p.chinCleft * 1.9 * bump((x / 3.6) ** 2 + ((y - a.chinY - 12) / 11) ** 2)
    // Nasolabial fold.
    const px = ax - foldX0
    const py = y - foldY0
    let h = (px * fdx + py * fdy) / foldLength2
    h = h < 0 ? 0 : Math.min(h, 1)
    const bow = 3.2 * h * (1 - h) * 4 * 0.5
    const qx = px - fdx * h - bow
    const qy = py - fdy * h
    // Signed distance from the fold, positive towards the cheek, whose flesh hangs over it.
    const off = (qx * -fdy + qy * fdx) / foldLength
    const along = bump(((h - 0.45) / 0.62) ** 2)
    d += p.nasolabialFold * along * (1.5 * bump((off / 4) ** 2) - 1.6 * bump(((off - 6.5) / 9) ** 2))
    // Bags under the eyes.
    const bx = ax - a.eyeX
    d -= p.eyeBags * 2 * bump((bx / 15) ** 2 + ((y + 13 - bx * bx * 0.012) / 5) ** 2)
    d += p.eyeBags * 1.4 * bump((bx / 17) ** 2 + ((y + 18 - bx * bx * 0.012) / 3.4) ** 2)
    // Lines of the forehead and between the brows.
    if (y > 20 && p.foreheadLines > 0) {
      const wave = y + 1.2 * noise(x * 0.06, y * 0.05, 3.1) * 2
      const phase = wave / 8.5 - Math.floor(wave / 8.5) - 0.5
      d +=
        p.foreheadLines * 0.75 * bump((phase / 0.16) ** 2) * bump((x / 42) ** 2) * bump(((y - 42) / 24) ** 2)
      d += p.foreheadLines * 0.9 * bump(((ax - 5.5) / 2) ** 2) * bump(((y - 17) / 9) ** 2)
    }
    // Jowls: flesh beside the chin, and the line from the mouth's corner down to it.
    const jowl = p.nasolabialFold > 0.5 ? p.nasolabialFold - 0.5 : 0
    if (jowl > 0) {
      d -= jowl * 3 * bump(((ax - 33) / 14) ** 2 + ((y - a.chinY - 22) / 16) ** 2)
      d += jowl * 1.8 * bump(((ax - a.mouthHalfWidth - 1) / 3.6) ** 2 + ((y - a.mouthY + 14) / 14) ** 2)
    }
    // Crow's feet.
    const foot = p.eyeBags > 0.5 ? p.eyeBags - 0.5 : 0
    if (foot > 0 && ax > a.eyeX + 17 && ax < a.eyeX + 32) {
      const fan = (y - 1) * (26 / (ax - a.eyeX)) * 0.19
      const ray = fan - Math.floor(fan) - 0.5
      d += foot * 0.9 * bump((ray / 0.22) ** 2) * bump(((ax - a.eyeX - 24) / 8) ** 2 + ((y - 1) / 14) ** 2)
    }
    // Fine wrinkles, longer across the face than down it.
    if (p.wrinkling > 0) {
      d +=
        p.wrinkling *
        (0.42 * noise(x * 0.11, y * 0.3, z * 0.12) + 0.3 * noise(x * 0.3 + 7, y * 0.42, z * 0.3))
    }
    // Hollow cheeks.
    if (p.cheekFullness < 0) d -= p.cheekFullness * 3.4 * bump(((ax - 43) / 20) ** 2 + ((y + 58) / 27) ** 2)
    return d * front
  }
}
