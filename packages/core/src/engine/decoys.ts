import type { CallOptions, Embedder, Template } from '@faceward/spec'
import type { TemplateVault } from '../templates/template-vault.js'
import { type DecoyPart, decoyTemplate } from './decoy-template.js'
import type { EngineParts } from './engine-parts.js'
import { populationOf } from './population.js'

/** Templates of nobody, for claims whose subject is unknown. */
export interface Decoys {
  of(tenantId: string, pseudonym: string, call: CallOptions): Promise<Template>
}

/** Templates from which it is learnt how those of a tenant lie; fewer tell too little. */
const FEWEST = 16
const MOST = 64

/**
 * Decoys drawn as the tenant's own templates lie, so that a stranger fares with them as with enrolled people. The
 * templates are those with the lowest pseudonyms, so anybody's; they are opened once a tenant and then stay as they
 * are, since a decoy that changes where a template does not would give itself away. Until there are enough, and for
 * embedders that nobody is enrolled with, the population is the one that comes with the model.
 */
export function createDecoys(parts: EngineParts & { readonly vault: TemplateVault }): Decoys {
  const embedders: readonly Embedder[] =
    parts.depthEmbedder === undefined ? [parts.embedder] : [parts.embedder, parts.depthEmbedder]
  const kept = new Map<string, readonly DecoyPart[]>()

  async function partsFor(tenantId: string, call: CallOptions): Promise<readonly DecoyPart[]> {
    const known = kept.get(tenantId)
    if (known !== undefined) return known
    const templates = await parts.vault.anyTemplates(tenantId, MOST, call)
    const decoyParts = await Promise.all(embedders.map((embedder) => decoyPart(embedder, templates)))
    // Another request may have been first: what was answered once must hold.
    const first = kept.get(tenantId)
    if (first === undefined && templates.length >= FEWEST) kept.set(tenantId, decoyParts)
    return first ?? decoyParts
  }

  return {
    of: async (tenantId, pseudonym, call) => decoyTemplate(await partsFor(tenantId, call), pseudonym),
  }
}

async function decoyPart(
  { modality, modelId, dimension, population }: Embedder,
  templates: readonly Template[],
): Promise<DecoyPart> {
  const found = templates.flatMap(({ parts }) =>
    parts.filter((part) => part.modality === modality && part.modelId === modelId),
  )
  const isLearnt = found.length >= FEWEST
  const learnt = isLearnt ? populationOf(found.map(({ vector }) => vector)) : await population?.()
  return {
    modality,
    modelId,
    dimension,
    // A subject enrolled without depth has no such part; where too little is known, everybody has.
    share: modality === 'rgb' || templates.length < FEWEST ? 1 : found.length / templates.length,
    meanLengths: found.flatMap(({ meanLength }) => meanLength ?? []),
    ...(learnt === undefined ? {} : { population: learnt }),
  }
}
