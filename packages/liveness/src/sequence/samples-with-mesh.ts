import type { FaceMesh, FaceSample, HeadPose } from '@faceward/spec'

export interface MeshedSample {
  readonly mesh: FaceMesh
  readonly pose: HeadPose
  readonly timestampMs: number
}

const LEAST_PRESENCE = 0.5
/** Fewer meshes than this share of the samples say more of the mesh than of the face. */
const LEAST_SHARE = 0.6

/** The samples that have a trustworthy mesh; `undefined` when too many have none. */
export function samplesWithMesh(samples: readonly FaceSample[]): readonly MeshedSample[] | undefined {
  const seen = samples.flatMap(({ mesh, pose, frame: { timestampMs } }) =>
    mesh !== undefined && mesh.presence >= LEAST_PRESENCE && isWhole(mesh)
      ? [{ mesh, pose, timestampMs }]
      : [],
  )
  return seen.length === 0 || seen.length < LEAST_SHARE * samples.length ? undefined : seen
}

/** One coordinate that is not a number makes all sums over the mesh not a number. */
function isWhole({ points }: FaceMesh): boolean {
  let sum = 0
  for (let i = 0; i < points.length; i++) sum += points[i]!
  return points.length === 468 * 3 && Number.isFinite(sum)
}
