import type { Intrinsics } from '@faceward/spec'

/** What Apple's XMP (`http://ns.apple.com/depthData/1.0/`) says of a depth map. */
export interface AppleDepthMetadata {
  readonly accuracy: 'absolute' | 'relative'
  readonly camera?: Intrinsics
}

/** Reads what is there; without a word on accuracy depth is `relative`. */
export function appleDepthMetadata(xmp: string): AppleDepthMetadata {
  const accuracy = xmpValue(xmp, 'Accuracy') === 'absolute' ? 'absolute' : 'relative'
  const camera = cameraOf(xmp)
  return camera === undefined ? { accuracy } : { accuracy, camera }
}

/** The matrix is column by column, its principal point from the outer corner of the first pixel. */
function cameraOf(xmp: string): Intrinsics | undefined {
  const list = /<depthData:IntrinsicMatrix>([\s\S]*?)<\/depthData:IntrinsicMatrix>/.exec(xmp)?.[1] ?? ''
  const matrix = [...list.matchAll(/<rdf:li>([^<]*)<\/rdf:li>/g)].map(([, text]) => Number(text))
  const width = Number(xmpValue(xmp, 'IntrinsicMatrixReferenceWidth'))
  const height = Number(xmpValue(xmp, 'IntrinsicMatrixReferenceHeight'))
  const [focalX = 0, , , , focalY = 0, , principalX = 0, principalY = 0] = matrix
  const isCamera =
    matrix.length === 9 && [width, height, focalX, focalY].every((value) => value > 0 && value < 1e6)
  return isCamera ? { width, height, focalX, focalY, principalX, principalY } : undefined
}

/** XMP writes a simple value as an element or as an attribute. */
function xmpValue(xmp: string, name: string): string | undefined {
  const element = new RegExp(`<depthData:${name}>([^<]*)</`).exec(xmp)
  const attribute = new RegExp(`depthData:${name}="([^"]*)"`).exec(xmp)
  return (element ?? attribute)?.[1]?.trim()
}
