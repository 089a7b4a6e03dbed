import type { Configuration } from '@faceward/core'
import { createWeightedFusion } from '@faceward/fusion'
import { ConfigurationError, type Fusion } from '@faceward/spec'

/** Reads a text, of a file or an address. */
export type ReadText = (path: string) => Promise<string>

/**
 * Fixed weights, or with USE_ATTENTION_FUSION the gate that ATTENTION_FUSION_GATE names.
 * @throws ConfigurationError when no gate is named, or it cannot be read.
 */
export async function loadFusion(
  settings: Pick<Configuration, 'useAttentionFusion' | 'attentionFusionGate' | 'fusionWeights'>,
  readText: ReadText,
): Promise<Fusion> {
  if (!settings.useAttentionFusion) return createWeightedFusion({ weights: settings.fusionWeights })
  const { attentionFusionGate: path } = settings
  if (path === undefined) {
    throw wrong(
      'USE_ATTENTION_FUSION',
      "needs a gate that was trained on your own data: name it as ATTENTION_FUSION_GATE; 'faceward train-fusion' makes one. Or give a fusion as parts.fusion.",
    )
  }
  const text = await readText(path).catch((cause: { readonly code?: string }) => {
    const why = cause.code === undefined ? '' : ` (${cause.code})`
    throw wrong('ATTENTION_FUSION_GATE', `names ${path}, which cannot be read${why}.`, cause)
  })
  const gate = parseJson(text, path)
  const { attentionFusionOf } = await import('./attention-fusion.js')
  return attentionFusionOf(gate)
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw wrong('ATTENTION_FUSION_GATE', `names ${path}, which is no JSON.`, cause)
  }
}

function wrong(key: string, message: string, cause?: unknown): ConfigurationError {
  return new ConfigurationError(`${key} ${message}`, {
    code: 'incompatible-composition',
    issues: [{ key, message }],
    cause,
  })
}
