import {
  type FaceRelief,
  fitSurface,
  type HeightPoints,
  principalCurvatures,
  type SurfaceFit,
  surfaceAt,
  upperMedian,
} from '@faceward/imaging'
import { templeFall } from './temple-fall.js'

/**
 * What one depth map says of a surface, in millimetres over the face's own plane. A sheet of paper or a screen,
 * however it is tilted or bent, is developable: through each of its points there is a direction in which it is
 * straight. A nose stands out in every direction.
 */
export interface DepthFeatures {
  /** Standard deviation of a lattice point's height, measured in this map. */
  readonly noiseMm: number
  /** Residuals of the face's points over the best plane, and over the best quadric. */
  readonly planeRmsMm: number
  readonly quadricRmsMm: number
  /** How far the nose stands out along the direction in which it stands out least, averaged over two reaches. */
  readonly noseReliefMm: number
  /** Its standard error from the map's noise. */
  readonly noseReliefErrorMm: number
  /** From the nose's landmark to where the surface stands out most, millimetres. */
  readonly noseOffsetMm: number
  /** Unevenness of cheeks, forehead and chin over their own quadric, beyond the noise. */
  readonly skinUnevennessMm: number
  /** The step up on the way out of the eyes, all round: the lesser of both eyes. */
  readonly eyeRimMm: number
  /** How far the face falls back from an eye to its temple: the greater of both. */
  readonly templeFallMm: number
  /** Principal curvatures of the skin's quadric per metre, positive = bulging, and their product. */
  readonly leastCurvature: number
  readonly largestCurvature: number
  readonly gaussianCurvature: number
  /** Share of neighbouring points of the face with a step between them. */
  readonly stepShare: number
  /** Share of the face without data. */
  readonly missingShare: number
  readonly interocularMm: number
}

const DIRECTIONS = 8
/** Half lengths of the lines laid over the nose: from its tip to the cheeks, the bridge, the mouth. */
const REACHES_MM = [26, 34] as const
const DISC_MM = 5.5
/** Landmarks of a turned head are this uncertain. */
const NOSE_SEARCH_MM = 12
const RIM_DIRECTIONS = 16
const RIM_REACH_MM = 28
const NORMAL_PER_MAD = 1.4826
/** Neighbouring lattice points, 3.6 mm apart, whose heights differ by more than this are not of one smooth skin. */
const STEP_MM = 8
/** Depth sensors smooth: neighbouring errors are alike, so a mean of n points is worth n / 4. */
const CORRELATED_POINTS = 4

/** Measures a face's relief; `undefined` when the nose, its surroundings or the eyes were not measured. */
export function depthFeatures(relief: FaceRelief): DepthFeatures | undefined {
  const face = facePoints(relief)
  const plane = fitSurface(face, 'plane')
  const quadric = fitSurface(face, 'quadric')
  const noiseMm = latticeNoise(relief)
  const { noseTip, rightEye, leftEye } = relief.landmarks
  if (plane === undefined || quadric === undefined || noiseMm === undefined) return undefined
  if (noseTip < 0 || rightEye < 0 || leftEye < 0) return undefined
  const nose = noseRelief(relief, noseTip)
  if (nose === undefined) return undefined
  const skin = skinPoints(relief)
  const skinFit = fitSurface(skin, 'quadric')
  const perDisc = Math.max(1, nose.discPoints / CORRELATED_POINTS)
  return {
    noiseMm,
    planeRmsMm: rms(face, plane),
    quadricRmsMm: rms(face, quadric),
    noseReliefMm: nose.height,
    noseReliefErrorMm: (noiseMm * Math.sqrt(1 + 1 / (2 * REACHES_MM.length))) / Math.sqrt(perDisc),
    noseOffsetMm: nose.offset,
    skinUnevennessMm: skinUnevenness(skin, skinFit, noiseMm),
    eyeRimMm: Math.min(eyeRim(relief, rightEye), eyeRim(relief, leftEye)),
    templeFallMm: templeFall(relief),
    ...curvatures(skinFit),
    stepShare: stepShare(relief),
    missingShare: 1 - relief.validShare,
    interocularMm: relief.interocularMm,
  }
}

function curvatures(
  skin: SurfaceFit | undefined,
): Pick<DepthFeatures, 'leastCurvature' | 'largestCurvature' | 'gaussianCurvature'> {
  const [one, other] = skin === undefined ? [0, 0] : principalCurvatures(skin)
  return {
    leastCurvature: 1000 * Math.min(-one, -other),
    largestCurvature: 1000 * Math.max(-one, -other),
    gaussianCurvature: 1e6 * one * other,
  }
}

/** Lattice points of the face's ellipse, in the relief's own millimetres: eyes at v = 0, chin near v = 110. */
function isFace(u: number, v: number, interocularMm: number): boolean {
  const scale = interocularMm / 63
  const dx = u / (56 * scale)
  const dy = (v - 32 * scale) / (72 * scale)
  return dx * dx + dy * dy <= 1
}

function facePoints(relief: FaceRelief): HeightPoints {
  return pointsWhere(relief, (u, v) => isFace(u, v, relief.interocularMm))
}

/** Cheeks, forehead and chin. */
function skinPoints(relief: FaceRelief): HeightPoints {
  const scale = relief.interocularMm / 63
  const centers = Object.values(relief.landmarks).map((i) => [relief.u[i]!, relief.v[i]!] as const)
  const mouthV = (centers[3]![1] + centers[4]![1]) / 2
  return pointsWhere(relief, (u, v) => {
    if (!isFace(u, v, relief.interocularMm)) return false
    if (Math.abs(u) < 26 * scale && Math.abs(v - mouthV) < 14 * scale) return false
    if (Math.abs(u) < 16 * scale && v > -8 && v < mouthV) return false
    return !centers.some(([x, y], i) => i < 2 && Math.hypot(u - x, v - y) < 18 * scale)
  })
}

function pointsWhere(relief: FaceRelief, isIn: (u: number, v: number) => boolean): HeightPoints {
  const { valid } = relief
  const u = new Float64Array(valid.length)
  const v = new Float64Array(valid.length)
  const height = new Float64Array(valid.length)
  let length = 0
  for (let i = 0; i < valid.length; i++) {
    if (valid[i] === 0 || !isIn(relief.u[i]!, relief.v[i]!)) continue
    u[length] = relief.u[i]!
    v[length] = relief.v[i]!
    height[length++] = relief.height[i]!
  }
  return { u, v, height, length }
}

function rms(points: HeightPoints, { coefficients }: SurfaceFit): number {
  let squares = 0
  for (let i = 0; i < points.length; i++) {
    squares += (points.height[i]! - surfaceAt(coefficients, points.u[i]!, points.v[i]!)) ** 2
  }
  return Math.sqrt(squares / Math.max(1, points.length))
}

/** Robust standard deviation from second differences along rows and columns, which slopes do not enter. */
function latticeNoise({ size, height, valid }: FaceRelief): number | undefined {
  const found = new Float64Array(2 * size * size)
  let count = 0
  for (let row = 1; row < size - 1; row++) {
    for (let i = row * size + 1; i < (row + 1) * size - 1; i++) {
      if (valid[i] === 0) continue
      const twice = 2 * height[i]!
      if (valid[i - 1] !== 0 && valid[i + 1] !== 0) {
        found[count++] = Math.abs(height[i - 1]! - twice + height[i + 1]!)
      }
      if (valid[i - size] !== 0 && valid[i + size] !== 0) {
        found[count++] = Math.abs(height[i - size]! - twice + height[i + size]!)
      }
    }
  }
  if (count < 50) return undefined
  return (NORMAL_PER_MAD * upperMedian(found.subarray(0, count))) / Math.sqrt(6)
}

interface Disc {
  readonly height: number
  readonly count: number
}

/** Lattice cells between neighbours' millimetres: 35.24 crop pixels lie between the eyes. */
function pitchMm({ size, interocularMm }: FaceRelief): number {
  return ((interocularMm / 35.24) * 112) / size
}

/** The lattice point that should lie at an offset in millimetres from another; -1 beyond the lattice. */
function neighbour(relief: FaceRelief, from: number, du: number, dv: number): number {
  const { size } = relief
  const pitch = pitchMm(relief)
  const column = (from % size) + Math.round(du / pitch)
  const row = Math.floor(from / size) + Math.round(dv / pitch)
  return column < 0 || row < 0 || column >= size || row >= size ? -1 : row * size + column
}

/** Mean height of the measured points within a radius of a lattice point. */
function disc(relief: FaceRelief, center: number, radius = DISC_MM): Disc | undefined {
  if (center < 0) return undefined
  const { size, height, valid } = relief
  const reach = radius / pitchMm(relief)
  const span = Math.floor(reach)
  const column = center % size
  const row = Math.floor(center / size)
  let sum = 0
  let count = 0
  for (let y = Math.max(0, row - span); y <= Math.min(size - 1, row + span); y++) {
    for (let x = Math.max(0, column - span); x <= Math.min(size - 1, column + span); x++) {
      const i = y * size + x
      if (valid[i] === 0 || (x - column) ** 2 + (y - row) ** 2 > reach * reach) continue
      sum += height[i]!
      count++
    }
  }
  return count === 0 ? undefined : { height: sum / count, count }
}

interface Nose {
  readonly height: number
  readonly offset: number
  readonly discPoints: number
}

/** The highest place near the nose's landmark, and how far it stands out where it does least. */
function noseRelief(relief: FaceRelief, landmark: number): Nose | undefined {
  const atU = relief.u[landmark]!
  const atV = relief.v[landmark]!
  let apex: { at: number; tip: Disc; offset: number } | undefined
  for (let i = 0; i < relief.valid.length; i++) {
    const du = relief.u[i]! - atU
    if (relief.valid[i] === 0 || Math.abs(du) > NOSE_SEARCH_MM) continue
    const offset = Math.hypot(du, relief.v[i]! - atV)
    if (offset > NOSE_SEARCH_MM) continue
    const tip = disc(relief, i)
    if (tip !== undefined && (apex === undefined || tip.height > apex.tip.height)) {
      apex = { at: i, tip, offset }
    }
  }
  if (apex === undefined) return undefined
  const { at, tip, offset } = apex
  const scale = relief.interocularMm / 63
  const drops = Array.from({ length: DIRECTIONS }, (_, k) => {
    const angle = (Math.PI * k) / DIRECTIONS
    return drop(relief, at, tip, scale * Math.cos(angle), scale * Math.sin(angle))
  }).filter((value) => value !== undefined)
  if (drops.length < DIRECTIONS - 2) return undefined
  return { height: Math.min(...drops), offset, discPoints: tip.count }
}

/** How far the tip lies above the line between the two ends on either side, averaged over the reaches. */
function drop(relief: FaceRelief, at: number, tip: Disc, du: number, dv: number): number | undefined {
  const found = REACHES_MM.flatMap((reach) => {
    const one = disc(relief, neighbour(relief, at, reach * du, reach * dv))
    const other = disc(relief, neighbour(relief, at, -reach * du, -reach * dv))
    return one === undefined || other === undefined ? [] : [tip.height - (one.height + other.height) / 2]
  })
  return found.length === 0 ? undefined : found.reduce((sum, value) => sum + value, 0) / found.length
}

/**
 * The step up on the way out of an eye, in the middle of 16 directions: lids and brows rise gently and not
 * everywhere, the edge of a hole cut into a sheet stands up all round.
 */
function eyeRim(relief: FaceRelief, eye: number): number {
  const pitch = pitchMm(relief)
  const rises = Array.from({ length: RIM_DIRECTIONS }, (_, k) => {
    const angle = (2 * Math.PI * k) / RIM_DIRECTIONS
    let highest = 0
    let before: number | undefined
    for (let reach = pitch; reach <= RIM_REACH_MM; reach += pitch) {
      const i = neighbour(relief, eye, reach * Math.cos(angle), reach * Math.sin(angle))
      if (i < 0 || relief.valid[i] === 0) continue
      const here = relief.height[i]!
      if (before !== undefined) highest = Math.max(highest, here - before)
      before = here
    }
    return highest
  })
  return rises.sort((a, b) => a - b)[RIM_DIRECTIONS / 2]!
}

/** Share of neighbouring measured points of the face with a step between them. */
function stepShare({ size, u, v, height, valid, interocularMm }: FaceRelief): number {
  let pairs = 0
  let steps = 0
  for (let i = 0; i < valid.length; i++) {
    if (valid[i] === 0 || !isFace(u[i]!, v[i]!, interocularMm)) continue
    for (const j of [i + 1, i + size]) {
      if ((j === i + 1 && j % size === 0) || j >= valid.length || valid[j] === 0) continue
      pairs++
      if (Math.abs(height[j]! - height[i]!) > STEP_MM) steps++
    }
  }
  return pairs === 0 ? 0 : steps / pairs
}

/** Robust standard deviation of the skin over its quadric, without what the noise adds to it. */
function skinUnevenness(points: HeightPoints, fit: SurfaceFit | undefined, noiseMm: number): number {
  if (fit === undefined) return 0
  const sizes = new Float64Array(points.length)
  for (let i = 0; i < sizes.length; i++) {
    sizes[i] = Math.abs(points.height[i]! - surfaceAt(fit.coefficients, points.u[i]!, points.v[i]!))
  }
  const all = NORMAL_PER_MAD * (sizes.length === 0 ? 0 : upperMedian(sizes))
  return Math.sqrt(Math.max(0, all * all - noiseMm * noiseMm))
}
