import type { Proportions } from '../person/proportions.js'

/**
 * Places on the head that several parts share. Head space: millimetres, origin midway between the eyeballs'
 * centres, x to the subject's left, y up, z forward.
 */
export interface Anchors {
  readonly eyeX: number
  readonly noseRootY: number
  readonly noseRootZ: number
  readonly noseTipX: number
  readonly noseTipY: number
  /** Centre of the tip's ball. */
  readonly noseTipZ: number
  readonly noseBaseY: number
  readonly noseBaseZ: number
  readonly lipTopY: number
  readonly mouthY: number
  readonly lipBottomY: number
  /** Foremost z of the lips. */
  readonly lipsZ: number
  readonly mouthHalfWidth: number
  readonly chinY: number
  readonly chinZ: number
  readonly earX: number
  readonly earY: number
  readonly earZ: number
}

export function createAnchors(p: Proportions): Anchors {
  const noseBaseY = 5 - p.noseLength
  const lipTopY = noseBaseY - p.philtrumLength
  const mouthY = lipTopY - p.upperLip
  const noseBaseZ = 22.5
  return {
    eyeX: p.interocular / 2,
    noseRootY: 5,
    noseRootZ: 14.5 + p.noseBridgeHeight,
    // Where the bend of the bridge has taken the tip (see createNose).
    noseTipX: p.noseBend * 1.8,
    noseTipY: noseBaseY + 8.5 + p.noseTipLift,
    noseTipZ: noseBaseZ + p.noseProtrusion - p.noseTipRadius,
    noseBaseY,
    noseBaseZ,
    lipTopY,
    mouthY,
    lipBottomY: mouthY - p.lowerLip,
    lipsZ: 29 + p.lipProtrusion,
    mouthHalfWidth: p.mouthWidth / 2,
    chinY: -p.chinDrop,
    chinZ: 20 + p.chinProtrusion,
    earX: p.craniumHalfWidth - 4,
    earY: -8,
    earZ: -88,
  }
}
