import type { TextureModel } from './texture-model.js'

/** Written by scripts/pad/fit-pad.ts. */
export const DEFAULT_TEXTURE_MODEL: TextureModel = {
  "id": "texture-simulated-1",
  "means": {
    "detail": -0.6907,
    "slopeFine": -0.5462,
    "slopeCoarse": -0.3618,
    "peak": 0.656,
    "chromaSpread": -0.6484,
    "saturation": 0.3051,
    "dark": 0.3412,
    "bright": 0.5461,
    "gloss": 0.0006
  },
  "scales": {
    "detail": 0.2415,
    "slopeFine": 0.1107,
    "slopeCoarse": 0.0828,
    "peak": 0.1204,
    "chromaSpread": 0.1287,
    "saturation": 0.0853,
    "dark": 0.078,
    "bright": 0.1068,
    "gloss": 0.0044
  },
  "weights": {
    "detail": -0.1016,
    "slopeFine": -0.3814,
    "slopeCoarse": 0.3017,
    "peak": 0.1941,
    "chromaSpread": 0.2657,
    "saturation": 1.2,
    "dark": -0.7999,
    "bright": 1.139,
    "gloss": 0.4177
  },
  "bias": 0.6759,
  "provenance": "Logistic regression on 580 frames of live and 2114 of attack sessions of simulated persons with even seeds and 246 photographs of LFW View 1; the bias leaves 2 % of the live frames and of the photographs below 0.5, whichever needs it lower. packages/liveness/scripts/measure-pad.ts"
}
