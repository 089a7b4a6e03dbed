import type { ModelInput, ModelManifest, ModelOrigin, WeightsLicense } from '@faceward/spec'

/** Raw BGR, 0..255: the original's `to_tensor` has its division by 255 commented out (src/data_io/functional.py). */
const INPUT: ModelInput = {
  width: 80,
  height: 80,
  layout: 'nchw',
  colorOrder: 'bgr',
  mean: [0, 0, 0],
  std: [1, 1, 1],
  name: 'input',
}

const LICENSE: WeightsLicense = {
  spdx: 'Apache-2.0',
  commercialUse: true,
  attribution: 'Silent-Face-Anti-Spoofing, Copyright Minivision (minivision-ai).',
  url: 'https://github.com/minivision-ai/Silent-Face-Anti-Spoofing/blob/ed12d8927c3a66eb7e9c9fcaa1cad2151a4ab83b/LICENSE',
  note: 'Minivision does not say which pictures it trained on. Its README says the networks work for camera pictures only and depend on the camera model.',
}

const YAKHYO = 'https://github.com/yakhyo/face-anti-spoofing/releases/download/weights'

interface Variant {
  readonly id: string
  readonly network: string
  readonly scale: number
  readonly file: ModelManifest['file']
  readonly origin: ModelOrigin
  readonly output: string
  readonly export: string
}

function minifasnet(variant: Variant): ModelManifest {
  return {
    id: variant.id,
    task: 'presentation-attack',
    description: `${variant.network} single-frame attack detector on a crop ${variant.scale} times the face box, 1.7 MB. ${variant.export}`,
    file: variant.file,
    origin: variant.origin,
    license: LICENSE,
    input: INPUT,
    alignment: { kind: 'box-upright', scale: variant.scale },
    outputs: { logits: variant.output },
  }
}

/**
 * Minivision's MiniFASNet pair: three logits, softmax, class 1 = bona fide; the original averages the two.
 * Input [1, 3, 80, 80], raw BGR; the crop is the face box scaled about its centre and moved inside the image.
 *
 * Minivision publishes PyTorch files only. `minifasnet-v2` and `minifasnet-v1se` are ONNX exports of them with
 * which this project measures; no public address with exactly those bytes is known, so they are brought as files.
 * The `-yakhyo` pair are another export of the same weights that can be downloaded: sha256 and sizes as stated
 * by several public projects, not measured here.
 */
export const MINIFASNETS: readonly ModelManifest[] = [
  minifasnet({
    id: 'minifasnet-v2',
    network: 'MiniFASNetV2',
    scale: 2.7,
    file: { sha256: '7886c41bcbcc1be00cf8700eddbd8cbd4b1ad138e69010790de2a57a3b01d7e5', bytes: 1_743_495 },
    origin: { kind: 'file' },
    output: 'logits',
    export: 'Exported from 2.7_80x80_MiniFASNetV2.pth; bring the file.',
  }),
  minifasnet({
    id: 'minifasnet-v1se',
    network: 'MiniFASNetV1SE',
    scale: 4,
    file: { sha256: 'e67aedf72df3e1912dbf6baa5f7406b8b30c3cb43234170a70dd9d143fea358e', bytes: 1_742_663 },
    origin: { kind: 'file' },
    output: 'logits',
    export: 'Exported from 4_0_0_80x80_MiniFASNetV1SE.pth; bring the file.',
  }),
  minifasnet({
    id: 'minifasnet-v2-yakhyo',
    network: 'MiniFASNetV2',
    scale: 2.7,
    file: { sha256: 'b32929adc2d9c34b9486f8c4c7bc97c1b69bc0ea9befefc380e4faae4e463907', bytes: 1_743_581 },
    origin: { kind: 'url', url: `${YAKHYO}/MiniFASNetV2.onnx` },
    output: 'output',
    export: "yakhyo/face-anti-spoofing's export, not measured by this project.",
  }),
  minifasnet({
    id: 'minifasnet-v1se-yakhyo',
    network: 'MiniFASNetV1SE',
    scale: 4,
    file: { sha256: 'ebab7f90c7833fbccd46d3a555410e78d969db5438e169b6524be444862b3676', bytes: 1_742_335 },
    origin: { kind: 'url', url: `${YAKHYO}/MiniFASNetV1SE.onnx` },
    output: 'output',
    export: "yakhyo/face-anti-spoofing's export, not measured by this project.",
  }),
]
