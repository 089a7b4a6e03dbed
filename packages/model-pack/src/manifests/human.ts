import type { ModelManifest, ModelOrigin, PinnedFile } from '@faceward/spec'
import { publishedAsMit } from './license.js'

const VERSION = '3.3.6'
const LICENSE_URL = 'https://github.com/vladmandic/human/blob/main/LICENSE'

/** A model of @vladmandic/human: its graph and its weights. */
function fromHuman(...files: readonly PinnedFile[]): ModelOrigin {
  return { kind: 'npm', package: '@vladmandic/human', version: VERSION, format: 'tfjs-graph', files }
}

/**
 * BlazeFace, the back-camera variant: finds faces with six points.
 *
 * Input [1, 3, 256, 256]: RGB, x / 127.5 - 1; the whole picture, padded to a square. Outputs by stride: `scores16`
 * [1, 512, 1] and `scores32` [1, 384, 1] are logits; `boxes16` [1, 512, 16] and `boxes32` [1, 384, 16] hold
 * centre x, y, width, height and six points (right eye, left eye, nose, mouth, right ear, left ear), all in
 * pixels of the input and counted from the anchor. Anchors stand at the centres of a 16 x 16 grid, two each,
 * and of an 8 x 8 grid, six each, row by row.
 *
 * Source: Bazarevsky et al., "BlazeFace: Sub-millisecond Neural Face Detection on Mobile GPUs" (2019).
 */
export const BLAZEFACE: ModelManifest = {
  id: `blazeface-human-${VERSION}`,
  task: 'face-detection',
  description: 'MediaPipe BlazeFace (back camera), 256 x 256: faces with six points.',
  file: { sha256: 'e8434928e494697b47ffc83830a5bbf363157181070f7deba0da720a795018c1', bytes: 551_890 },
  origin: fromHuman(
    {
      path: 'models/blazeface.json',
      sha256: 'cd7bbfc078270572beb39f9e5ae67aadbd50b5e67cff37e6d4f6b3ea39312e5f',
      bytes: 79_038,
    },
    {
      path: 'models/blazeface.bin',
      sha256: 'dc9a97fdc50bc43216554bdd69aa3e7b9361a519ee7bdd996a2f69a98a6f9b72',
      bytes: 538_928,
    },
  ),
  license: publishedAsMit({
    attribution: 'BlazeFace by the authors of Google MediaPipe; TF.js files by Vladimir Mandic.',
    url: LICENSE_URL,
    known: 'The file names github.com/google/mediapipe as its origin.',
  }),
  input: {
    width: 256,
    height: 256,
    layout: 'nchw',
    colorOrder: 'rgb',
    mean: [127.5, 127.5, 127.5],
    std: [127.5, 127.5, 127.5],
    name: 'input',
  },
  outputs: { scores16: 'Identity', scores32: 'Identity_1', boxes16: 'Identity_2', boxes32: 'Identity_3' },
}

/**
 * MediaPipe's face mesh: 468 points.
 *
 * Input [N, 3, 192, 192]: RGB, x / 255; a square of 1.5 times the box, turned to the eye line. Outputs: `mesh`
 * [N, 1404], 468 x (x, y, z) in pixels of the input; `presence` [N, 1], 0..1, already through a sigmoid. The
 * published contours output is not converted.
 *
 * Source: Kartynnik et al., "Real-time Facial Surface Geometry from Monocular Video on Mobile GPUs" (2019).
 */
export const FACEMESH: ModelManifest = {
  id: `facemesh-human-${VERSION}`,
  task: 'face-mesh',
  description: 'MediaPipe face mesh, 192 x 192: 468 points.',
  file: {
    sha256: '6ef0c87eeea8961531d3a3f22b4b8538ff3eb1c01701bc02a9587a864fe4e007',
    bytes: 1_230_634,
    answersAs: '49c04a5654a778e234dc6eab52a08251e11b95f7c32441a4966b5855b56644aa',
  },
  origin: fromHuman(
    {
      path: 'models/facemesh.json',
      sha256: 'b60ca26f404724f43bd2b1575761d8265180e1f053cc0731caa68462927309e7',
      bytes: 95_845,
    },
    {
      path: 'models/facemesh.bin',
      sha256: '3826da640b0a3021161605369ee6af293f75d518040355b960ec71a3390c1c0b',
      bytes: 1_477_958,
    },
  ),
  license: publishedAsMit({
    attribution: 'Face mesh by the authors of Google MediaPipe; TF.js files by Vladimir Mandic.',
    url: LICENSE_URL,
    known: 'The file names github.com/google/mediapipe as its origin.',
  }),
  input: {
    width: 192,
    height: 192,
    layout: 'nchw',
    colorOrder: 'rgb',
    mean: [0, 0, 0],
    std: [255, 255, 255],
    name: 'input_1',
  },
  alignment: { kind: 'box-eye-line', scale: 1.5 },
  outputs: { mesh: 'Identity_2', presence: 'Identity_1' },
}

/**
 * FaceRes of HSE: a 1024-d embedding, the pooled features of a MobileNet. The published heads for age and gender
 * are not converted: nothing here has a use for them.
 *
 * Input [N, 3, 224, 224]: BGR less (103.939, 116.779, 123.68), not divided. @vladmandic/human itself feeds it
 * RGB; measured on LFW, BGR less the mean is far better (EER 1.65 % against 4.0 %).
 * Output [N, 1024], not normalised; best compared after its mean is subtracted.
 *
 * Source: Savchenko, "Efficient facial representations for age, gender and identity recognition in organizing
 * photo albums using multi-output ConvNet", PeerJ Computer Science 5:e197 (2019).
 */
export const FACERES: ModelManifest = {
  id: `faceres-human-${VERSION}`,
  task: 'face-embedding',
  description: 'HSE FaceRes embedder, 224 x 224: 1024-d.',
  file: {
    sha256: '1263ea146a4bbdfbbbb91c990ddc5ec8992fec339e9be3a172c9d9d67d2edd93',
    bytes: 6_412_968,
    answersAs: 'cd8984dd0f2fa0818e61ce3021a9097cf3b943cb966a860d1c6625591ac6f57a',
  },
  origin: fromHuman(
    {
      path: 'models/faceres.json',
      sha256: '5b83d49c0385d2e68a05122441b94226313677cae9fcc40b9587ad50079eb4df',
      bytes: 71_432,
    },
    {
      path: 'models/faceres.bin',
      sha256: '2c7d2d62b76c97528b736527aa09d310ea71743c9e3e79fb6c62d4b2d73af79b',
      bytes: 6_978_814,
    },
  ),
  license: publishedAsMit({
    attribution: 'FaceRes by Andrey Savchenko, HSE University; TF.js files by Vladimir Mandic.',
    url: LICENSE_URL,
    known: 'The file names github.com/HSE-asavchenko/HSE_FaceRec_tf as its origin.',
  }),
  input: {
    width: 224,
    height: 224,
    layout: 'nchw',
    colorOrder: 'bgr',
    mean: [103.939, 116.779, 123.68],
    std: [1, 1, 1],
    name: 'input_1',
  },
  alignment: { kind: 'box-eye-line', scale: 1.4 },
  outputs: { embedding: 'global_pooling/Mean' },
  embedding: { dimension: 1024, name: 'global_pooling/Mean' },
}
