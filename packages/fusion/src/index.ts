export { type AttentionFusionOptions, createAttentionFusion } from './attention-fusion.js'
export {
  type AttentionCoefficients,
  type AttentionGate,
  type AttentionProvenance,
  attentionWeights,
  parseAttentionGate,
} from './attention-gate.js'
export { calibrateCosine } from './calibrate-cosine.js'
export { createCalibratedComparator } from './calibrated-comparator.js'
export { DEFAULT_FUSION_WEIGHTS, FUSION_TERMS } from './fusion-weights.js'
export { createGatedPolicy } from './gated-policy.js'
export type { GatedPolicyOptions } from './gated-policy-options.js'
export { createWeightedFusion, type WeightedFusionOptions } from './weighted-fusion.js'
