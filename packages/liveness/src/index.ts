export {
  CHALLENGE_ACTIONS,
  type ChallengeAction,
  RELIEF_ACTIONS,
  SPARE_ACTIONS,
  USUAL_ACTIONS,
} from './challenges/challenge-action.js'
export { createChallengeCue } from './challenges/challenge-cue.js'
export type { ChallengeFailure, ChallengeProgress } from './challenges/challenge-progress.js'
export { type ChallengeTracker, createChallengeTracker } from './challenges/create-challenge-tracker.js'
export {
  type GenerateChallengeOptions,
  type GeneratedChallenge,
  generateChallenge,
} from './challenges/generate-challenge.js'
export { loadChallengeTracker } from './challenges/load-challenge-tracker.js'
export { createBlinkCue } from './cues/blink-cue.js'
export { createDefaultCues, type DefaultCuesOptions } from './cues/create-default-cues.js'
export { createDepthConsistencyCue, type DepthConsistencyCueOptions } from './cues/depth-consistency-cue.js'
export { createIntegrityCue } from './cues/integrity-cue.js'
export { createMicroMotionCue, type MicroMotionCueOptions } from './cues/micro-motion-cue.js'
export {
  createNeuralTextureCue,
  type NeuralPadModel,
  type NeuralTextureCueOptions,
} from './cues/neural/neural-texture-cue.js'
export { createParallaxCue } from './cues/parallax-cue.js'
export { type FaceTexture, faceTexture, TEXTURE_MEASURES } from './cues/texture/face-texture.js'
export { type TextureModel, textureScore } from './cues/texture/texture-model.js'
export { createTextureCue, type TextureCueOptions } from './cues/texture-cue.js'
export { createLivenessDetector, type LivenessDetectorOptions } from './detector/create-liveness-detector.js'
export { DEFAULT_PAD_FUSION } from './detector/default-pad-fusion.data.js'
export {
  fuseCues,
  type PadEvidenceKind,
  type PadFusionModel,
  type PadFusionTerms,
} from './detector/pad-fusion.js'
export { findTrackBreak, type TrackBreak } from './sequence/face-track.js'
