import type { FaceSample, FrameSource, Image } from '@faceward/spec'

/** A seeded generator of numbers in [0, 1) (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** A picture of smooth shading with `detail` counts of fine noise on top. */
export function picture(options: {
  side: number
  detail: number
  brightness?: number
  seed?: number
}): Image {
  const { side, detail, brightness = 120, seed = 1 } = options
  const next = random(seed)
  const data = new Uint8Array(side * side * 3)
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const shade =
        brightness * (1 + 0.4 * Math.sin((3 * x) / side) * Math.cos((4 * y) / side)) + detail * (next() - 0.5)
      data.fill(Math.max(0, Math.min(255, Math.round(shade))), (y * side + x) * 3, (y * side + x) * 3 + 3)
    }
  }
  return { width: side, height: side, format: 'rgb8', data }
}

/** A face sample that fills its picture; pixels matter, the rest is plausible. */
export function sampleOf(
  image: Image,
  at: { timestampMs?: number; kind?: FrameSource['kind']; recorded?: boolean; aligned?: Image } = {},
): FaceSample {
  const {
    timestampMs = 0,
    kind = 'stream',
    recorded = false,
    aligned = picture({ side: 112, detail: 8 }),
  } = at
  const middle = { x: image.width / 2, y: image.height / 2 }
  return {
    frame: { image, timestampMs, sequence: 0, source: { id: 'test', kind, recorded } },
    box: { x: 0, y: 0, width: image.width, height: image.height },
    detectionScore: 0.9,
    fivePoints: { rightEye: middle, leftEye: middle, noseTip: middle, mouthRight: middle, mouthLeft: middle },
    pose: { yawDegrees: 0, pitchDegrees: 0, rollDegrees: 0 },
    quality: { overall: 1, sharpness: 100, brightness: 120, contrast: 40, interocularPixels: 60 },
    aligned,
  }
}
