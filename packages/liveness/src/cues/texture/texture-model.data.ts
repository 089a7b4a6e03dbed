import type { TextureModel } from './texture-model.js'

/** Written by scripts/pad/fit-pad.ts. */
export const DEFAULT_TEXTURE_MODEL: TextureModel = {
  "id": "texture-simulated-2",
  "means": {
    "detail": -0.8562,
    "slopeFine": -0.649,
    "slopeCoarse": -0.3947,
    "peak": 0.7712,
    "chromaSpread": -0.6367,
    "saturation": 0.3307,
    "dark": 0.3637,
    "bright": 0.5992,
    "gloss": 0.0014,
    "edges": 0.8502
  },
  "scales": {
    "detail": 0.2523,
    "slopeFine": 0.096,
    "slopeCoarse": 0.0912,
    "peak": 0.139,
    "chromaSpread": 0.1158,
    "saturation": 0.1022,
    "dark": 0.0744,
    "bright": 0.0943,
    "gloss": 0.0148,
    "edges": 0.8622
  },
  "weights": {
    "detail": -0.0405,
    "slopeFine": 0.0172,
    "slopeCoarse": 0.5123,
    "peak": 0.0637,
    "chromaSpread": -0.2849,
    "saturation": 1.2,
    "dark": -0.5894,
    "bright": 1.1509,
    "gloss": 0.608,
    "edges": -1.2
  },
  "bias": 0.8197,
  "provenance": "Logistic regression on 320 frames of live and 585 of attack sessions of simulated persons with even seeds from 20,000 and 291 photographs of LFW View 1; the bias leaves 2 % of the live frames and of the photographs below 0.5, whichever needs it lower. packages/liveness/scripts/measure-pad.ts"
}
