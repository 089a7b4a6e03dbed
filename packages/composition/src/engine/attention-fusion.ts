import { createAttentionFusion, parseAttentionGate } from '@faceward/fusion'
import type { Fusion } from '@faceward/spec'

/** The fusion of a gate that was read as JSON. @throws ConfigurationError `invalid-options` for what is no gate. */
export const attentionFusionOf = (gate: unknown): Fusion =>
  createAttentionFusion({ gate: parseAttentionGate(gate) })
