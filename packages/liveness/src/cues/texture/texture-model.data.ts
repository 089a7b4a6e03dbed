import type { TextureModel } from './texture-model.js'

/** Written by npm run lab -- liveness/fit-pad. */
export const DEFAULT_TEXTURE_MODEL: TextureModel = {
  "id": "texture-simulated-2",
  "means": {
    "detail": -0.8405,
    "slopeFine": -0.6265,
    "slopeCoarse": -0.3857,
    "peak": 0.7626,
    "chromaSpread": -0.5861,
    "saturation": 0.3262,
    "dark": 0.3488,
    "bright": 0.5702,
    "gloss": 0.0009,
    "edges": 0.8872
  },
  "scales": {
    "detail": 0.2511,
    "slopeFine": 0.1018,
    "slopeCoarse": 0.0892,
    "peak": 0.1329,
    "chromaSpread": 0.1357,
    "saturation": 0.0988,
    "dark": 0.0723,
    "bright": 0.1008,
    "gloss": 0.0122,
    "edges": 0.8644
  },
  "weights": {
    "detail": -0.1638,
    "slopeFine": -0.0736,
    "slopeCoarse": 0.6777,
    "peak": 0.041,
    "chromaSpread": -0.4863,
    "saturation": 1.2,
    "dark": -0.4416,
    "bright": 0.9148,
    "gloss": 0.6722,
    "edges": -1.2
  },
  "bias": 0.4974,
  "provenance": "Logistic regression on 500 frames of live and 991 of attack sessions of simulated persons with even seeds from 20,000 and 291 photographs of LFW View 1; the bias leaves 2 % of the live frames and of the photographs below 0.5, whichever needs it lower. npm run lab -- liveness/measure-pad fit"
}
