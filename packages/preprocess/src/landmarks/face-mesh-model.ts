import {
  alignmentTransform,
  MESH_POINT_COUNT,
  type SimilarityTransform,
  warpToTensor,
} from '@faceward/imaging'
import { refuseIssues, unknownKeys } from '@faceward/plugin-kit'
import {
  DisposedError,
  type InferenceSession,
  type LandmarkModel,
  ModelLoadError,
  type ModelManifest,
  SPECIFICATION_VERSION,
} from '@faceward/spec'
import { modelIo, runModel, valuesOf } from '../model-io.js'

/** Options of `createFaceMeshModel`. */
export interface FaceMeshModelOptions {
  /** The loaded model; the landmark model owns it and disposes it. */
  readonly session: InferenceSession
  /** Task `face-mesh`, an alignment for the cut, outputs `mesh` and `presence` (already a probability). */
  readonly manifest: ModelManifest
}

/**
 * MediaPipe's face mesh (Kartynnik et al., 2019): 468 points on a face that a detector found. The cut is the
 * manifest's alignment; points come back in pixels of the image, z on the same scale.
 *
 * @throws ConfigurationError `invalid-options`; ModelLoadError `invalid-manifest` when manifest and model do not
 * fit. `locate` throws InferenceError, and DisposedError after `dispose`.
 */
export function createFaceMeshModel(options: FaceMeshModelOptions): LandmarkModel {
  refuseIssues('createFaceMeshModel', unknownKeys(options, ['session', 'manifest']))
  const { session, manifest } = options
  const io = modelIo(session, manifest, 'face-mesh', ['mesh', 'presence'])
  const { alignment, input } = manifest
  if (alignment === undefined) {
    throw new ModelLoadError(
      `The manifest of '${manifest.id}' does not fit: a face mesh needs an alignment.`,
      {
        code: 'invalid-manifest',
      },
    )
  }
  const state = { disposed: false }
  return {
    specificationVersion: SPECIFICATION_VERSION,
    id: manifest.id,
    async locate(image, detection, callOptions = {}) {
      callOptions.signal?.throwIfAborted()
      if (state.disposed) throw new DisposedError(`The landmark model '${manifest.id}'`)
      const cut = alignmentTransform(alignment, detection, input, image)
      const values = await runModel(io, warpToTensor(image, cut, input), callOptions)
      const mesh = valuesOf(io, values, 'mesh', MESH_POINT_COUNT * 3)
      const [presence] = valuesOf(io, values, 'presence', 1)
      return { points: meshToImage(mesh, cut), presence: Math.min(Math.max(presence!, 0), 1) }
    },
    async dispose() {
      state.disposed = true
      await session.dispose()
    },
  }
}

/** Mesh points of the cut in pixels of the image; z grows with the cut's scale. */
export function meshToImage(mesh: Float32Array, cut: SimilarityTransform): Float32Array {
  const points = new Float32Array(mesh.length)
  const scale = Math.hypot(cut.a, cut.b)
  for (let index = 0; index < mesh.length; index += 3) {
    const x = mesh[index]!
    const y = mesh[index + 1]!
    points[index] = cut.a * x - cut.b * y + cut.tx
    points[index + 1] = cut.b * x + cut.a * y + cut.ty
    points[index + 2] = mesh[index + 2]! * scale
  }
  return points
}
