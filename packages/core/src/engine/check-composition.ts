import { ConfigurationError, type Plugin, SUPPORTED_SPECIFICATION_VERSIONS } from '@faceward/spec'
import type { ResolvedEngineOptions } from './engine-options.js'
import type { EngineParts } from './engine-parts.js'

const REQUIRED = [
  'preprocessor',
  'liveness',
  'embedder',
  'comparator',
  'fusion',
  'policy',
  'store',
  'cipher',
] as const satisfies readonly (keyof EngineParts)[]

/**
 * Refuses a composition that could not decide honestly: a part of another specification, an embedder
 * without calibration (rule 1), a placeholder network.
 * @throws ConfigurationError
 */
export function checkComposition(parts: EngineParts, options: ResolvedEngineOptions): void {
  for (const name of REQUIRED) checkVersion(name, parts[name])
  if (parts.depthEmbedder !== undefined) checkVersion('depthEmbedder', parts.depthEmbedder)
  for (const embedder of [parts.embedder, parts.depthEmbedder]) {
    if (embedder === undefined) continue
    if (embedder.placeholder === true && !options.allowPlaceholder) {
      throw new ConfigurationError(
        `The embedder '${embedder.id}' is a placeholder: it recognises nobody. Give a real model, or set allowPlaceholder to try the plumbing.`,
        { code: 'placeholder-model' },
      )
    }
    if (embedder.calibration === undefined) {
      throw new ConfigurationError(
        `The embedder '${embedder.id}' has no calibration, so its scores mean no error rate. Fit one with 'faceward calibrate' and put it in the manifest.`,
        { code: 'not-calibrated' },
      )
    }
  }
}

function checkVersion(name: string, part: Plugin | undefined): void {
  if (part === undefined) {
    throw new ConfigurationError(`The engine's ${name} is missing.`, { code: 'incompatible-composition' })
  }
  if (SUPPORTED_SPECIFICATION_VERSIONS.includes(part.specificationVersion)) return
  throw new ConfigurationError(
    `The ${name} '${String(part.id)}' was written for specification '${String(part.specificationVersion)}'; this engine knows ${SUPPORTED_SPECIFICATION_VERSIONS.join(', ')}.`,
    { code: 'unsupported-specification-version' },
  )
}
