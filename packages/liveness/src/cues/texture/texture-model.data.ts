import type { TextureModel } from './texture-model.js'

/** Written by scripts/pad/fit-pad.ts. */
export const DEFAULT_TEXTURE_MODEL: TextureModel = {
  "id": "texture-simulated-2",
  "means": {
    "detail": -0.8497,
    "slopeFine": -0.6289,
    "slopeCoarse": -0.3873,
    "peak": 0.7623,
    "chromaSpread": -0.5895,
    "saturation": 0.3275,
    "dark": 0.3493,
    "bright": 0.5714,
    "gloss": 0.0009,
    "edges": 0.8786
  },
  "scales": {
    "detail": 0.2493,
    "slopeFine": 0.1021,
    "slopeCoarse": 0.0895,
    "peak": 0.1341,
    "chromaSpread": 0.1359,
    "saturation": 0.1001,
    "dark": 0.0733,
    "bright": 0.102,
    "gloss": 0.0124,
    "edges": 0.8697
  },
  "weights": {
    "detail": -0.0808,
    "slopeFine": -0.0579,
    "slopeCoarse": 0.6846,
    "peak": 0.0361,
    "chromaSpread": -0.4609,
    "saturation": 1.2,
    "dark": -0.4734,
    "bright": 0.9646,
    "gloss": 0.6674,
    "edges": -1.2
  },
  "bias": 0.5834,
  "provenance": "Logistic regression on 500 frames of live and 931 of attack sessions of simulated persons with even seeds from 20,000 and 291 photographs of LFW View 1; the bias leaves 2 % of the live frames and of the photographs below 0.5, whichever needs it lower. packages/liveness/scripts/measure-pad.ts"
}
