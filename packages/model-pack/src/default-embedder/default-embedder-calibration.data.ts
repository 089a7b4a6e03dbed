// Written by npm run lab -- recognition/write-default-calibration from the output of the command in `provenance`; do not edit.
import type { Calibration } from '@faceward/spec'

/** What the similarity of the default embedder means; see docs/concepts/thresholds.md. */
export const DEFAULT_EMBEDDER_CALIBRATION: Calibration = {
  "kind": "logistic",
  "slope": 30.566660421290866,
  "midpoint": 0.7686975440851374,
  "operatingPoints": [
    {
      "similarity": 0.3,
      "fmr": 0.09684110900297226,
      "fmrUpper95": 0.09704215070314129,
      "fnmr": 0.0022841480127912287,
      "fnmrUpper95": 0.004796619799647463
    },
    {
      "similarity": 0.45,
      "fmr": 0.02844538979343458,
      "fmrUpper95": 0.028558525666081927,
      "fnmr": 0.0045682960255824575,
      "fnmrUpper95": 0.007736521412160181
    },
    {
      "similarity": 0.5,
      "fmr": 0.018194995383641697,
      "fmrUpper95": 0.018286009368434504,
      "fnmr": 0.005938784833257195,
      "fnmrUpper95": 0.009425472284555318
    },
    {
      "similarity": 0.6,
      "fmr": 0.006752254756178235,
      "fmrUpper95": 0.006808126623577772,
      "fnmr": 0.00867976244860667,
      "fnmrUpper95": 0.012710214279567447
    },
    {
      "similarity": 0.7,
      "fmr": 0.0019946280517127556,
      "fmrUpper95": 0.0020251905168618663,
      "fnmr": 0.0219278209227958,
      "fnmrUpper95": 0.027807780135428325
    },
    {
      "similarity": 0.8,
      "fmr": 0.00035632355883224027,
      "fmrUpper95": 0.0003694080078167349,
      "fnmr": 0.052535404294198264,
      "fnmrUpper95": 0.061063906802995144
    },
    {
      "similarity": 0.85,
      "fmr": 0.00009985920874016873,
      "fmrUpper95": 0.00010691577855706863,
      "fnmr": 0.09593421653723161,
      "fnmrUpper95": 0.10692148119354353
    },
    {
      "similarity": 0.9,
      "fmr": 0.000019256127282660523,
      "fmrUpper95": 0.000022512950817836436,
      "fnmr": 0.18821379625399726,
      "fnmrUpper95": 0.20249088949095279
    },
    {
      "similarity": 0.95,
      "fmr": 0.0000010224492362474613,
      "fmrUpper95": 0.000002018040390170491,
      "fnmr": 0.42576518958428505,
      "fnmrUpper95": 0.4434431346492297
    },
    {
      "similarity": 0.98,
      "fmr": 1.7040820604124355e-7,
      "fmrUpper95": 8.08393183303898e-7,
      "fnmr": 0.7779808131566925,
      "fnmrUpper95": 0.7925389348416554
    },
    {
      "similarity": 0.99,
      "fmr": 0,
      "fmrUpper95": 5.104972322124348e-7,
      "fnmr": 0.9264504339881224,
      "fnmrUpper95": 0.9354285527525978
    }
  ],
  "provenance": {
    "dataset": "LFW View 1, people of pairsDevTrain, all comparisons",
    "matedComparisons": 2189,
    "nonMatedComparisons": 5868262,
    "subjects": 2124,
    "date": "2026-11-22",
    "command": "faceward calibrate --target-fmr 0.0001 --target-fnmr 0.005 --face central --replicates 200 --seed 1 --images ../shared/assets/lfw-view1/images --people ../shared/assets/lfw-view1/pairsDevTrain.txt --check ../shared/assets/lfw-view1/pairsDevTest.txt --dataset 'LFW View 1, people of pairsDevTrain, all comparisons'",
    "pipeline": "blazeface-human-3.3.6@e8434928e494, central face; facemesh-human-3.3.6@49c04a5654a7; faceward-default-1@b4408f7a98c4"
  }
}
