export { type AlignableFace, alignmentTransform } from './alignment/alignment-transform.js'
export { ARCFACE_CROP_SIZE, ARCFACE_FIVE_POINTS } from './alignment/arcface-five-points.data.js'
export { DLIB_FIVE_POINTS, DLIB_MESH_INDICES } from './alignment/dlib-five-points.data.js'
export { boxCenter, eyeLineAngle, squareTransform } from './alignment/face-square.js'
export { fivePointsFromMesh, meanMeshPoint, meshPoint } from './alignment/five-points-from-mesh.js'
export {
  MESH_CHEEK_LEFT,
  MESH_CHEEK_RIGHT,
  MESH_CHIN,
  MESH_FACE_OVAL,
  MESH_FOREHEAD_TOP,
  MESH_LEFT_EYE,
  MESH_LEFT_EYE_RATIO,
  MESH_MOUTH_LEFT,
  MESH_MOUTH_RIGHT,
  MESH_NOSE_BASE,
  MESH_NOSE_TIP,
  MESH_POINT_COUNT,
  MESH_RIGHT_EYE,
  MESH_RIGHT_EYE_RATIO,
} from './alignment/mesh-indices.data.js'
export { type CleanDepth, cleanDepth, type DepthProblem, depthProblem } from './depth/clean-depth.js'
export { type FaceRelief, faceRelief, isOnFace } from './depth/face-relief.js'
export {
  fitSurface,
  type HeightPoints,
  principalCurvatures,
  type SurfaceFit,
  surfaceAt,
} from './depth/fit-surface.js'
export { distortRay, type RayPoint, undistortRay } from './depth/lens-distortion.js'
export { pixelRay, projectToPixel, type SpacePoint, scaleIntrinsics } from './depth/pinhole.js'
export { appleDistortion } from './depth/radial-table.js'
export { registerDepth } from './depth/register-depth.js'
export { type ReliefMap, type RenderReliefOptions, renderRelief } from './depth/render-relief.js'
export { type DepthCrop, sampleDepthCrop } from './depth/sample-depth-crop.js'
export { applyHomography, estimateHomography, type Homography } from './geometry/homography.js'
export { intersectionOverUnion, isInsideImage, shareInsideImage } from './geometry/inside-image.js'
export {
  applySimilarity,
  composeSimilarity,
  estimateSimilarity,
  IDENTITY_TRANSFORM,
  invertSimilarity,
  type SimilarityTransform,
} from './geometry/similarity-transform.js'
export { laplacianVariance } from './measure/laplacian-variance.js'
export { type LuminanceStatistics, luminanceStatistics } from './measure/luminance-statistics.js'
export { type GrayImage, toLuminance } from './measure/to-luminance.js'
export { upperMedian } from './measure/upper-median.js'
export { orientExtrinsics, orientIntrinsics } from './orientation/orient-camera.js'
export { orientImage, orientRaster, type Raster } from './orientation/orient-raster.js'
export { isUpright, type Orientation, UPRIGHT } from './orientation/orientation.js'
export { createSpectrumPlan, type PowerSpectrum, type SpectrumPlan } from './spectrum/power-spectrum.js'
export { flipHorizontally } from './warp/flip-horizontally.js'
export { resizeImage } from './warp/resize-image.js'
export { warpImage } from './warp/warp-image.js'
export type { WarpBorder, WarpOptions } from './warp/warp-options.js'
export { type FloatTensor, type WarpToTensorOptions, warpToTensor } from './warp/warp-to-tensor.js'
