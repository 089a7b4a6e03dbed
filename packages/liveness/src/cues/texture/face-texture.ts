import { createSpectrumPlan, squareTransform, toLuminance, warpImage } from '@faceward/imaging'
import type { AbstentionReason, FaceSample, Image } from '@faceward/spec'
import { detailBands } from './detail-bands.js'
import { instrumentEdges } from './instrument-edges.js'
import { skinColor } from './skin-color.js'
import { spectralBins, spectralPeak } from './spectral-peak.js'

/** The face is measured at this size, so that the measure does not depend on how near it is. */
const SIZE = 80
/** Side of the pieces of the original frame in which periodic patterns are looked for. */
const TILE = 64
/** Below this mean luminance (0..255) noise is all the detail there is. */
const DARKEST = 35

const plan = createSpectrumPlan(TILE)
const bins = spectralBins(TILE)

/** What one frame shows of the face's surface; each is near 0 for a typical face. */
export interface FaceTexture {
  /** log10 of the Laplacian's variance over the luminance's, at one face size. */
  readonly detail: number
  /** log10 energy ratio of neighbouring octaves: how fast detail dies with fineness. */
  readonly slopeFine: number
  readonly slopeCoarse: number
  /** log10 of the strongest isolated peak of the spectrum over its surroundings, in the original frame's pixels. */
  readonly peak: number
  /** Spread of chroma relative to that of luminance. */
  readonly chromaSpread: number
  readonly saturation: number
  /** Darkest and brightest tenth of the face's luminance, 0..1. */
  readonly dark: number
  readonly bright: number
  /** Share of the face that is bright and without colour: gloss. */
  readonly gloss: number
  /** Straight edges of paper or of a screen on both sides of the face, see {@link instrumentEdges}. */
  readonly edges: number
}

export const TEXTURE_MEASURES: readonly (keyof FaceTexture)[] = [
  'detail',
  'slopeFine',
  'slopeCoarse',
  'peak',
  'chromaSpread',
  'saturation',
  'dark',
  'bright',
  'gloss',
  'edges',
]

/**
 * Measures the face in the original frame (not in the 112 crop, whose resampling hides what a recapture leaves), or
 * says why it cannot be measured.
 */
export function faceTexture({ frame, box }: FaceSample): FaceTexture | AbstentionReason {
  const side = Math.min(box.width, box.height)
  if (side < SIZE) return 'face_too_small'
  const center = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  const size = { width: SIZE, height: SIZE }
  const face = warpImage(frame.image, squareTransform(center, side, 0, size), size)
  const luminance = toLuminance(face)
  const color = skinColor(face, luminance)
  if (color.mean < DARKEST) return 'image_too_dark'
  return {
    ...detailBands(luminance),
    peak: peakAround(frame.image, center, side),
    chromaSpread: color.chromaSpread,
    saturation: color.saturation,
    dark: color.dark,
    bright: color.bright,
    gloss: color.gloss,
    edges: instrumentEdges(frame.image, box),
  }
}

/** The strongest peak of four tiles about the face's centre, of the original pixels: a pattern is in all of them. */
function peakAround(image: Image, center: { x: number; y: number }, side: number): number {
  const sum = new Float32Array((TILE / 2 + 1) * TILE)
  const reach = Math.min(TILE / 2, Math.max(4, (side - TILE) / 2))
  for (const [sx, sy] of [
    [-1, -1],
    [1, -1],
    [-1, 1],
    [1, 1],
  ] as const) {
    const left = Math.round(center.x + sx * reach - TILE / 2)
    const top = Math.round(center.y + sy * reach - TILE / 2)
    const { power } = plan.powerSpectrum(luminanceTile(image, left, top))
    for (let i = 0; i < sum.length; i++) sum[i]! += power[i]!
  }
  return spectralPeak({ size: TILE, power: sum }, bins)
}

/** Luminance of TILE x TILE pixels as they are, moved inside the picture. */
function luminanceTile({ width, height, data, format }: Image, left: number, top: number): Float32Array {
  const step = format === 'gray8' ? 1 : format === 'rgb8' ? 3 : 4
  const x0 = Math.max(0, Math.min(width - TILE, left))
  const y0 = Math.max(0, Math.min(height - TILE, top))
  const columns = Math.min(TILE, width)
  const rows = Math.min(TILE, height)
  const values = new Float32Array(TILE * TILE)
  for (let y = 0; y < rows; y++) {
    let at = ((y0 + y) * width + x0) * step
    const end = y * TILE + columns
    for (let i = y * TILE; i < end; i++, at += step) {
      values[i] = step === 1 ? data[at]! : 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!
    }
  }
  return values
}
