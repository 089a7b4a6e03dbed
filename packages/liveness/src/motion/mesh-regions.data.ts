/**
 * Points of MediaPipe's 468-point face mesh by how they move. Chosen by their place on the canonical face model.
 */

/** On bone, or nearly: nose, forehead, temples, cheekbones. They show how the head moves. */
export const STABLE_POINTS: readonly number[] = [
  6, 197, 195, 5, 4, 1, 168, 8, 9, 151, 10, 67, 297, 109, 338, 103, 332, 54, 284, 127, 356, 234, 454, 93, 323,
  162, 389, 116, 345, 117, 346, 118, 347, 50, 280, 111, 340, 143, 372, 122, 351, 188, 412, 98, 327, 2, 193, 417,
]

/** Lids, brows and lips: they move in a living face. */
export const EXPRESSIVE_POINTS: readonly number[] = [
  159, 158, 160, 145, 144, 153, 386, 385, 387, 374, 380, 373, 70, 63, 105, 66, 107, 336, 296, 334, 293, 300, 61,
  291, 0, 17, 13, 14, 37, 267, 84, 314, 39, 269, 181, 405, 78, 308, 81, 311, 178, 402,
]
