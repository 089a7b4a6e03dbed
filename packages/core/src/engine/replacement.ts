import type { CallOptions, EnrolmentRequest, LivenessAssessment, Reason, Template } from '@faceward/spec'
import type { TemplateVault } from '../templates/template-vault.js'
import { compare, isComparable } from './comparison.js'
import type { EngineParts } from './engine-parts.js'
import type { EmbeddedSample } from './face-embeddings.js'
import { reason } from './reasons.js'
import { bestByQuality } from './transaction.js'

/** What stands where a new template is to go; the template itself only where it has to be matched. */
export async function presentTemplate(
  { vault }: { readonly vault: TemplateVault },
  { tenantId, subject, replace }: EnrolmentRequest & { readonly tenantId: string; readonly subject: string },
  call: CallOptions,
): Promise<{ readonly revision: number; readonly template?: Template }> {
  if (replace !== 'same-person') return { revision: await vault.revision(tenantId, subject, call) }
  return (await vault.load(tenantId, subject, call)) ?? { revision: 0 }
}

/**
 * Why the samples may not take the place of the present template: whoever would not be accepted as the person it is
 * of, in one comparison of the best samples joined. Undefined when they may, and where nothing has to be matched.
 */
export function replacementProblem(
  parts: EngineParts,
  liveness: LivenessAssessment,
  present: Template | undefined,
  samples: readonly EmbeddedSample[],
): Reason | undefined {
  if (present === undefined) return undefined
  if (!isComparable(parts.embedder, present)) return reason('template_of_another_model')
  const chosen = new Set(bestByQuality(samples).map(({ index }) => index))
  const compared = samples.filter(({ index }) => chosen.has(index))
  const { decision } = compare(parts, liveness, present, compared)
  if (decision.outcome === 'accept') return undefined
  // What the capture lacks says more than that it does not match.
  const lack = decision.reasons.find(
    ({ code }) => code === 'liveness_not_assessed' || code === 'assurance_too_low',
  )
  return lack ?? reason('template_of_another_person')
}
