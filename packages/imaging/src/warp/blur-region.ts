import type { Region } from './cut-region.js'

/**
 * Blurs a region in place along both axes with the kernel [w, 1 - 2w, w] of the given variance (2w); the
 * outermost pixels stay as they are.
 */
export function blurRegion(region: Region, variance: number): void {
  const side = variance / 2
  if (side < 1e-6) return
  blurRows(region, side)
  blurColumns(region, side)
}

function blurRows({ width, height, data }: Region, side: number): void {
  const center = 1 - 2 * side
  for (let y = 0; y < height; y++) {
    const start = y * width * 3
    const end = start + (width - 1) * 3
    let red = data[start]!
    let green = data[start + 1]!
    let blue = data[start + 2]!
    for (let index = start + 3; index < end; index += 3) {
      const nextRed = data[index]!
      const nextGreen = data[index + 1]!
      const nextBlue = data[index + 2]!
      data[index] = center * nextRed + side * (red + data[index + 3]!)
      data[index + 1] = center * nextGreen + side * (green + data[index + 4]!)
      data[index + 2] = center * nextBlue + side * (blue + data[index + 5]!)
      red = nextRed
      green = nextGreen
      blue = nextBlue
    }
  }
}

function blurColumns({ width, height, data }: Region, side: number): void {
  const center = 1 - 2 * side
  const rowStep = width * 3
  const above = data.slice(0, rowStep)
  for (let y = 1; y < height - 1; y++) {
    const start = y * rowStep
    for (let offset = 0; offset < rowStep; offset++) {
      const index = start + offset
      const value = data[index]!
      data[index] = center * value + side * (above[offset]! + data[index + rowStep]!)
      above[offset] = value
    }
  }
}
