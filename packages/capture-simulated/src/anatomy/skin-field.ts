import type { Field } from '../field/field-grid.js'
import { bump, smoothUnion } from '../field/shapes.js'
import type { Proportions } from '../person/proportions.js'
import { createValueNoise } from '../random/value-noise.js'
import type { Anchors } from './anchors.js'
import { createEar } from './ear.js'
import { createLips, type MouthCurves } from './mouth.js'
import { createNose } from './nose.js'
import { createRelief } from './relief.js'
import { carveSockets, createCranium, createFaceMass } from './skull.js'

/** A smooth displacement of space, personal to a head: nobody is symmetric or average. */
export type Warp = (x: number, y: number, z: number, out: Float64Array) => void

/** Value noise in two octaves, fading to nothing at the eyes, whose lids are placed exactly. */
export function createPersonalWarp(p: Proportions, a: Anchors, seed: number): Warp {
  const noise = createValueNoise(seed)
  const amplitude = p.irregularity
  return (x, y, z, out) => {
    const ex = (x < 0 ? -x : x) - a.eyeX
    const near = bump((ex * ex + y * y + (z - 8) * (z - 8)) / (30 * 30))
    const strength = amplitude * (1 - near)
    const lx = x * 0.021
    const ly = y * 0.021
    const lz = z * 0.021
    const hx = x * 0.05
    const hy = y * 0.05
    const hz = z * 0.05
    out[0] = strength * (noise(lx, ly, lz) + 0.45 * noise(hx, hy, hz + 40))
    out[1] = strength * (noise(lx + 31, ly, lz) + 0.45 * noise(hx + 31, hy, hz + 40))
    out[2] = strength * (noise(lx, ly + 57, lz) + 0.45 * noise(hx, hy + 57, hz + 40))
  }
}

/** The head's skin at rest, without lids, neck and hair. */
export function createSkinField(
  p: Proportions,
  a: Anchors,
  mouth: MouthCurves,
  warp: Warp,
  reliefSeed: number,
): Field {
  const cranium = createCranium(p)
  const faceMass = createFaceMass(p, a)
  const nose = createNose(p, a)
  const lips = createLips(a, mouth)
  const relief = createRelief(p, a, reliefSeed)
  const ear = createEar(p, a)
  const shift = new Float64Array(3)
  return (x0, y0, z0) => {
    warp(x0, y0, z0, shift)
    const x = x0 + shift[0]!
    const y = y0 + shift[1]!
    const z = z0 + shift[2]!
    const ax = x < 0 ? -x : x
    let d = cranium(ax, y, z)
    d = smoothUnion(d, faceMass(ax, y, z), 16)
    if (z > -40 && z < 60 && y > -40 && y < 40) d = carveSockets(d, ax, y, z, p, a)
    d = nose(d, x, y, z)
    d = lips(d, x, y, z)
    if (d < 12 && d > -12) d += relief(x, y, z)
    if (ax > a.earX - 30 && y > -70 && y < 55 && z < -50 && z > -150) d = smoothUnion(d, ear(ax, y, z), 3.5)
    return d
  }
}
