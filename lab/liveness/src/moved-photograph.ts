import type { Image, Point } from '@faceward/spec'

/** How a photograph stands before the camera. */
export interface PhotographState {
  readonly zoom?: number
  readonly panX?: number
  readonly panY?: number
  readonly yawDegrees?: number
  readonly pitchDegrees?: number
}

/** There and back, once. */
const swing = (share: number) => Math.sin(Math.PI * share)
/** From one side to the other, as far as the face is found. */
const sweep = (share: number) => 2 * share - 1

/** What an attacker does with one photograph in two seconds and a half, by the share of them that has passed. */
export const MOVES: Readonly<Record<string, (share: number) => PhotographState>> = {
  'zoomed 1.0 to 1.3': (share) => ({ zoom: 1 + 0.3 * share }),
  'zoomed there and back': (share) => ({ zoom: 1 + 0.5 * swing(share) }),
  panned: (share) => ({ panX: 40 * swing(share), panY: -15 * swing(share), zoom: 1 + 0.2 * share }),
  'tilted to its left': (share) => ({ yawDegrees: 62 * swing(share) }),
  'tilted to its right': (share) => ({ yawDegrees: -62 * swing(share) }),
  'tilted up': (share) => ({ pitchDegrees: 58 * swing(share) }),
  'tilted down': (share) => ({ pitchDegrees: -58 * swing(share) }),
  'swept aside': (share) => ({ yawDegrees: 60 * sweep(share) }),
  'swept aside, back': (share) => ({ yawDegrees: -60 * sweep(share) }),
  'swept up': (share) => ({ pitchDegrees: 55 * sweep(share) }),
  'swept down': (share) => ({ pitchDegrees: -55 * sweep(share) }),
}

const BESIDE = 90

/** The photograph as a pinhole camera sees its plane: rotated about `middle`, nearer, moved. */
export function movedPhotograph(
  { width, height, data: source, format }: Image,
  middle: Point,
  { zoom = 1, panX = 0, panY = 0, yawDegrees = 0, pitchDegrees = 0 }: PhotographState,
): Image {
  const focal = 1.2 * width
  const [yaw, pitch] = [(yawDegrees * Math.PI) / 180, (pitchDegrees * Math.PI) / 180]
  const across = [Math.cos(yaw), Math.sin(pitch) * Math.sin(yaw), -Math.cos(pitch) * Math.sin(yaw)] as const
  const down = [0, Math.cos(pitch), Math.sin(pitch)] as const
  const distance = focal / zoom
  const data = new Uint8Array(source.length).fill(BESIDE)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [u, v] = [(x - width / 2 - panX) / focal, (y - height / 2 - panY) / focal]
      const [a, b] = [across[0] - u * across[2], down[0] - u * down[2]]
      const [c, d] = [across[1] - v * across[2], down[1] - v * down[2]]
      const area = a * d - b * c
      const fromX = ((u * d - b * v) * distance) / area + middle.x
      const fromY = ((a * v - u * c) * distance) / area + middle.y
      copyPixel({ width, height, data: source, format }, fromX, fromY, data, 3 * (y * width + x))
    }
  }
  return { width, height, format, data }
}

function copyPixel({ width, height, data }: Image, x: number, y: number, to: Uint8Array, at: number): void {
  const [left, top] = [Math.floor(x), Math.floor(y)]
  if (!(left >= 0 && top >= 0 && left < width - 1 && top < height - 1)) return
  const [right, below] = [x - left, y - top]
  for (let channel = 0; channel < 3; channel++) {
    const pixel = (i: number, j: number) => data[3 * ((top + j) * width + left + i) + channel]!
    to[at + channel] = Math.round(
      (pixel(0, 0) * (1 - right) + pixel(1, 0) * right) * (1 - below) +
        (pixel(0, 1) * (1 - right) + pixel(1, 1) * right) * below,
    )
  }
}

/** New noise of so many counts in every pixel, as a camera's. */
export function withNoise(image: Image, sigma: number, next: () => number): Image {
  const data = Uint8Array.from(image.data, (value) =>
    Math.max(0, Math.min(255, Math.round(value + 2 * sigma * (next() + next() + next() - 1.5)))),
  )
  return { ...image, data }
}
