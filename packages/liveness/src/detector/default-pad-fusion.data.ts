import type { PadFusionModel } from './pad-fusion.js'

/** Written by scripts/pad/fit-pad.ts. */
export const DEFAULT_PAD_FUSION: PadFusionModel = {
  "id": "pad-simulated-1",
  "kinds": {
    "stills": {
      "bias": 0.1666,
      "weights": {
        "texture": 1.8805
      },
      "absent": {
        "texture": -1.0127
      }
    },
    "sequence": {
      "bias": -0.3153,
      "weights": {
        "texture": 2.0773,
        "micro-motion": 0.1977,
        "parallax": 0.05,
        "blink": 0.3956,
        "integrity": 0.05
      },
      "absent": {
        "texture": -1.1478,
        "micro-motion": -0.5,
        "parallax": 0,
        "blink": -0.2576,
        "integrity": -0.5
      }
    },
    "challenge": {
      "bias": -5.0411,
      "weights": {
        "texture": 1.3598,
        "micro-motion": 0.05,
        "parallax": 0.05,
        "blink": 0.05,
        "integrity": 0.05,
        "challenge": 1.8085
      },
      "absent": {
        "texture": -0.5,
        "micro-motion": -0.5,
        "parallax": -0.0307,
        "blink": 0,
        "integrity": -0.5,
        "challenge": -0.5
      }
    }
  },
  "provenance": "Logistic regression with weights of 0 or more, one for each kind of evidence, on 1208 presentations of simulated persons with even seeds; the biases put 0.5 where 2 % of the bona fide presentations of that half lie below, or two standard deviations below their mean, whichever is lower. packages/liveness/scripts/measure-pad.ts"
}
