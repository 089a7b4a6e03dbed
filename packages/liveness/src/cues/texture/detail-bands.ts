import {
  type GrayImage,
  laplacianVariance,
  luminanceStatistics,
  resizeImage,
  toLuminance,
} from '@faceward/imaging'

/**
 * Detail in octaves: the Laplacian's variance at the picture's size, at half and at a quarter of it. The first is
 * taken relative to the luminance's variance, the others as ratios, so that contrast and, largely, blur cancel out.
 */
export function detailBands(luminance: GrayImage): {
  readonly detail: number
  readonly slopeFine: number
  readonly slopeCoarse: number
} {
  const half = smaller(luminance)
  const quarter = smaller(half)
  const [fine, middle, coarse] = [luminance, half, quarter].map((band) => laplacianVariance(band) + 0.5) as [
    number,
    number,
    number,
  ]
  const spread = luminanceStatistics(luminance).standardDeviation ** 2 + 1
  return {
    detail: Math.log10(fine / spread),
    slopeFine: Math.log10(fine / middle),
    slopeCoarse: Math.log10(middle / coarse),
  }
}

function smaller(image: GrayImage): GrayImage {
  return toLuminance(resizeImage(image, { width: image.width >> 1, height: image.height >> 1 }))
}
