import { type Bounds, bakeField, type Field, type FieldGrid, mergeGrids } from '../field/field-grid.js'
import { NearMask } from '../field/near-mask.js'
import type { Traits } from '../person/traits.js'
import { type Anchors, createAnchors } from './anchors.js'
import { type BeardMask, createBeardMask } from './beard.js'
import { createBody } from './body.js'
import { createHairField, createHairline, type Hairline, hairBounds } from './hair-field.js'
import { createMouthCurves, type MouthCurves } from './mouth.js'
import { createPersonalWarp, createSkinField, type Warp } from './skin-field.js'

/** Everything about a person's head that no scene changes, baked once and shared by all frames. */
export interface HeadModel {
  readonly anchors: Anchors
  readonly mouth: MouthCurves
  readonly warp: Warp
  readonly beard: BeardMask
  /** The unbaked skin, for checks. */
  readonly skinField: Field
  readonly head: FieldGrid
  readonly face: FieldGrid
  readonly rightEar: FieldGrid
  readonly leftEar: FieldGrid
  readonly hair: FieldGrid | undefined
  readonly hairline: Hairline
  /** Head and hair together, coarse: for empty space, soft shadow and occlusion. */
  readonly coarse: FieldGrid
  /** Where hair is within 14 mm. */
  readonly nearHair: NearMask | undefined
  /** Neck and shoulders in body space, the frame the head has at pose 0. */
  readonly bodySkin: FieldGrid
  readonly cloth: FieldGrid
  /** Both together. */
  readonly bodyCoarse: FieldGrid
}

export function createHeadModel(traits: Traits): HeadModel {
  const p = traits.proportions
  const anchors = createAnchors(p)
  const mouth = createMouthCurves(p, anchors)
  const warp = createPersonalWarp(p, anchors, traits.noiseSeed)
  const beard = createBeardMask(p, anchors, mouth, traits.hair)
  const bare = createSkinField(p, anchors, mouth, warp, traits.noiseSeed + 1)
  const length = traits.hair.beard === 'none' || traits.hair.beard === 'stubble' ? 0 : traits.hair.beardLength
  const skinField: Field =
    length === 0
      ? bare
      : (x, y, z) => {
          const d = bare(x, y, z)
          if (d > 40 || d < -25) return d
          const grown = beard(x, y, z)
          // Where the beard thickens quickly the field is steep; marching needs it tamed.
          return (d - length * grown) * (grown > 0 && grown < 0.95 ? 0.6 : 1)
        }
  const side = p.craniumHalfWidth + 32
  const headBounds: Bounds = {
    minX: -side,
    maxX: side,
    minY: anchors.chinY - 45,
    maxY: p.vertexHeight + 8,
    minZ: p.foreheadFront - p.headLength - 12,
    maxZ: 62,
  }
  const head = bakeField(skinField, headBounds, { step: 3.5, levels: 3 })
  const face = bakeField(
    skinField,
    { minX: -64, maxX: 64, minY: anchors.chinY - 16, maxY: 48, minZ: -30, maxZ: 56 },
    { step: 1.25, levels: 3 },
  )
  const ear = (minX: number, maxX: number): FieldGrid =>
    bakeField(
      skinField,
      {
        minX,
        maxX,
        minY: anchors.earY - 46,
        maxY: anchors.earY + 46,
        minZ: anchors.earZ - 52,
        maxZ: anchors.earZ + 24,
      },
      { step: 1.6, levels: 2 },
    )
  const hairline = createHairline(p, traits.hair, traits.noiseSeed + 2)
  const hair =
    traits.hair.style === 'bald'
      ? undefined
      : bakeField(
          createHairField(p, traits.hair, hairline, warp, traits.noiseSeed + 2),
          hairBounds(p, traits.hair),
          {
            step: 3.5,
            levels: 3,
          },
        )
  const reach = hair?.bounds ?? headBounds
  const body = createBody(p, traits.clothes)
  const bodyBounds: Bounds = { minX: -260, maxX: 260, minY: -330, maxY: 5, minZ: -200, maxZ: 40 }
  const bodySkin = bakeField(body.skin, bodyBounds, { step: 5, levels: 3 })
  const cloth = bakeField(body.cloth, bodyBounds, { step: 5, levels: 3 })
  return {
    anchors,
    mouth,
    warp,
    beard,
    skinField,
    head,
    face,
    rightEar: ear(-side, -anchors.earX + 8),
    leftEar: ear(anchors.earX - 8, side),
    hair,
    hairline,
    coarse: mergeGrids(
      hair ? [head, hair] : [head],
      {
        minX: Math.min(reach.minX, headBounds.minX),
        maxX: Math.max(reach.maxX, headBounds.maxX),
        minY: Math.min(reach.minY, headBounds.minY),
        maxY: Math.max(reach.maxY, headBounds.maxY),
        minZ: Math.min(reach.minZ, headBounds.minZ),
        maxZ: Math.max(reach.maxZ, headBounds.maxZ),
      },
      5,
    ),
    nearHair: hair && new NearMask((x, y, z) => hair.bound(x, y, z), hair.bounds, 7, 14),
    bodySkin,
    cloth,
    bodyCoarse: mergeGrids([bodySkin, cloth], bodyBounds, 7),
  }
}
