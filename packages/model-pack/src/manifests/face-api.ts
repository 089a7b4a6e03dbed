import type { ModelManifest } from '@faceward/spec'
import { publishedAsMit } from './license.js'

const VERSION = '1.7.15'

/**
 * dlib's face recognition ResNet: a 128-d embedding.
 *
 * Input [N, 3, 150, 150]: RGB less (122.782, 117.001, 104.298), divided by 255; dlib's five-point face chip with
 * a padding of 0.25. Output `descriptor` [N, 128], not normalised; dlib compares it by distance (0.6 accepts),
 * here its cosine is used.
 *
 * Source: Davis King, "High Quality Face Recognition with Deep Metric Learning" (dlib, 2017).
 */
export const DLIB_RESNET: ModelManifest = {
  id: `dlib-resnet-face-api-${VERSION}`,
  task: 'face-embedding',
  description: 'dlib face recognition ResNet, 150 x 150: 128-d.',
  file: {
    sha256: 'af7181fe976a1eda85af96ea2d468c788fcc30f423957420ee01ecced7c56cb5',
    bytes: 6_493_064,
    answersAs: '43de49e0f94ea08923b8032cdd7987fd308a479fc43b429c9621b3cf4d577c2e',
  },
  origin: {
    kind: 'npm',
    package: '@vladmandic/face-api',
    version: VERSION,
    format: 'face-api',
    files: [
      {
        path: 'model/face_recognition_model-weights_manifest.json',
        sha256: 'cbaffa501b0b9275a12b63357a6843e7e30c054e1c9151e1a5f879b26e32986b',
        bytes: 19_615,
      },
      {
        path: 'model/face_recognition_model.bin',
        sha256: 'b413e420d6840b2775fba32008db6f3cddb07d485967fb42cfcf379c16a8c589',
        bytes: 6_444_032,
      },
    ],
  },
  license: publishedAsMit({
    attribution: 'Face recognition ResNet by Davis King (dlib); face-api files by Vladimir Mandic.',
    url: 'https://github.com/vladmandic/face-api/blob/master/LICENSE',
    known:
      'The author of dlib says he released it into the public domain, and that about half of its three million training images come from the VGG and FaceScrub sets (README of github.com/davisking/dlib-models).',
  }),
  input: {
    width: 150,
    height: 150,
    layout: 'nchw',
    colorOrder: 'rgb',
    mean: [122.782, 117.001, 104.298],
    std: [255, 255, 255],
    name: 'input',
  },
  alignment: { kind: 'dlib-five-point', padding: 0.25 },
  outputs: { embedding: 'descriptor' },
  embedding: { dimension: 128, name: 'descriptor' },
}
