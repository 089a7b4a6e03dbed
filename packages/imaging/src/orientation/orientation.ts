/** How a stored picture becomes upright: turned clockwise, then, where it is a mirror image, flipped left to right. */
export interface Orientation {
  readonly rotationDegrees: 0 | 90 | 180 | 270
  readonly mirrored: boolean
}

/** The picture is upright as it is. */
export const UPRIGHT: Orientation = { rotationDegrees: 0, mirrored: false }

/** A turn or flip of the image plane: rows of a 2 x 2 matrix of 0, 1 and -1; x to the right, y down. */
export type PlaneTurn = readonly [readonly [number, number], readonly [number, number]]

const TURNS: Readonly<Record<Orientation['rotationDegrees'], PlaneTurn>> = {
  0: [
    [1, 0],
    [0, 1],
  ],
  90: [
    [0, -1],
    [1, 0],
  ],
  180: [
    [-1, 0],
    [0, -1],
  ],
  270: [
    [0, 1],
    [-1, 0],
  ],
}

/** What an orientation does to directions. */
export function planeTurn({ rotationDegrees, mirrored }: Orientation): PlaneTurn {
  const [[a, b], below] = TURNS[rotationDegrees]
  return mirrored ? [[0 - a, 0 - b], below] : [[a, b], below]
}

export const isUpright = ({ rotationDegrees, mirrored }: Orientation): boolean =>
  rotationDegrees === 0 && !mirrored
