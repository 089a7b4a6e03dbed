import type { Box, InferenceSession, Tensor } from '@faceward/spec'

/** What a stand-in network saw in one pass. */
export interface Sighting {
  /** Bounds of the pixels above `threshold` in the input, or undefined. */
  readonly bounds: Box | undefined
  readonly side: number
}

interface Stand {
  readonly inputName: string
  readonly outputNames: readonly string[]
  readonly threshold: number
  readonly answer: (sighting: Sighting) => Readonly<Record<string, Float32Array>>
}

/**
 * A stand-in for a detection network: it finds the bright square in its input by looking at the pixels, so that
 * windows, decoding and the way back to the image are tested exactly, without weights.
 */
export function brightSquareSession(stand: Stand): InferenceSession & { readonly sightings: Sighting[] } {
  const sightings: Sighting[] = []
  return {
    sightings,
    inputs: [{ name: stand.inputName, type: 'float32', dims: [] }],
    outputs: stand.outputNames.map((name) => ({ name, type: 'float32', dims: [] })),
    async run(feeds) {
      const sighting = look(feeds[stand.inputName]!, stand.threshold)
      sightings.push(sighting)
      const outputs = stand.answer(sighting)
      return Object.fromEntries(
        Object.entries(outputs).map(([name, data]): [string, Tensor] => [
          name,
          { type: 'float32', dims: [data.length], data },
        ]),
      )
    },
    async dispose() {},
  }
}

function look(input: Tensor, threshold: number): Sighting {
  const side = input.dims[3]!
  let [left, top, right, bottom] = [side, side, 0, 0]
  for (let index = 0; index < side * side; index++) {
    if (Number(input.data[index]) <= threshold) continue
    const x = index % side
    const y = Math.floor(index / side)
    left = Math.min(left, x)
    right = Math.max(right, x + 1)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y + 1)
  }
  const seen = right > left
  return { side, bounds: seen ? { x: left, y: top, width: right - left, height: bottom - top } : undefined }
}
