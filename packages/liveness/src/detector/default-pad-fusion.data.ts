import type { PadFusionModel } from './pad-fusion.js'

/** Written by npm run lab -- liveness/fit-pad. */
export const DEFAULT_PAD_FUSION: PadFusionModel = {
  "id": "pad-simulated-2",
  "kinds": {
    "stills": {
      "bias": 0.05,
      "weights": {
        "texture": 1.5
      },
      "absent": {
        "texture": -0.6118
      }
    },
    "sequence": {
      "bias": -1.7108,
      "weights": {
        "texture": 1.5,
        "micro-motion": 0.05,
        "parallax": 0.05,
        "blink": 0.5,
        "integrity": 0.05
      },
      "absent": {
        "texture": -0.7249,
        "micro-motion": -0.5,
        "parallax": 0,
        "blink": 0,
        "integrity": -0.5
      }
    },
    "challenge": {
      "bias": -6.6238,
      "weights": {
        "texture": 1.5,
        "micro-motion": 0.05,
        "parallax": 0.05,
        "blink": 0.5,
        "integrity": 0.05,
        "challenge": 2
      },
      "absent": {
        "texture": -0.5,
        "micro-motion": -0.5,
        "parallax": 0,
        "blink": 0,
        "integrity": -0.5,
        "challenge": -0.5
      }
    }
  },
  "provenance": "Logistic regression with weights of 0 or more, one for each kind of evidence, on 704 presentations of simulated persons with even seeds from 20,000; the biases put 0.5 where 2 % of the bona fide presentations of that half lie below, or two standard deviations below their mean, whichever is lower; where at most 2 % of the attacks lie above something lower still, half-way to that. npm run lab -- liveness/measure-pad fit"
}
