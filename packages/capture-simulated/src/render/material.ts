/** What a pixel shows; the values of {@link GroundTruth.materials}. */
export const MATERIAL = {
  background: 0,
  skin: 1,
  lips: 2,
  eye: 3,
  mouth: 4,
  teeth: 5,
  hair: 6,
  glasses: 7,
  clothes: 8,
} as const

export type MaterialName = keyof typeof MATERIAL
export type MaterialId = (typeof MATERIAL)[MaterialName]
