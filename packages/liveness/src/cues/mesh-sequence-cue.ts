import { type CueFamily, type CueResult, type LivenessCue, SPECIFICATION_VERSION } from '@faceward/spec'
import { type MeshedSample, samplesWithMesh } from '../sequence/samples-with-mesh.js'
import { type SequenceNeeds, sequenceProblem } from '../sequence/sequence-problem.js'
import { abstained } from './abstained.js'

/** A cue over dense landmarks in time. */
export interface MeshSequenceCue {
  readonly id: string
  readonly family: CueFamily
  readonly needs: SequenceNeeds
  /** Of the samples with a trustworthy mesh, of a sequence that has what is needed. */
  judge(seen: readonly MeshedSample[]): CueResult
}

/** The cue, which abstains where the samples are no such sequence or have too few meshes. */
export function createMeshSequenceCue({ id, family, needs, judge }: MeshSequenceCue): LivenessCue {
  return {
    specificationVersion: SPECIFICATION_VERSION,
    id,
    family,
    async evaluate({ samples }) {
      const problem = sequenceProblem(samples, needs)
      if (problem !== undefined) return abstained(problem)
      const seen = samplesWithMesh(samples)
      return seen === undefined ? abstained('no_landmarks') : judge(seen)
    },
  }
}
