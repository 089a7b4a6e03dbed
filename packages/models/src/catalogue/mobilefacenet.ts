import type { ModelManifest } from '@faceward/spec'

/**
 * MobileFaceNet trained with ArcFace's loss by Yang Liu (foamliu), 128-d.
 * Input [1, 3, 112, 112], RGB, divided by 255, ImageNet mean and deviation; ArcFace's five-point alignment.
 * LFW View 2: 99.48 % by its author; 99.02 % measured by this project with these bytes.
 *
 * The author publishes PyTorch and TorchScript files; these bytes are an ONNX export whose public address could
 * not be confirmed, so it is brought as a file.
 */
export const MOBILEFACENET_FOAMLIU_128: ModelManifest = {
  id: 'mobilefacenet-foamliu-128',
  task: 'face-embedding',
  description: 'MobileFaceNet face embedder, 128-d (foamliu), 4.0 MB. Bring the file.',
  file: { sha256: 'b7120c095d60094f28a4a54ba6a8bf51b297a6273fb40ef6350dfec1f63d9507', bytes: 3_998_070 },
  origin: { kind: 'file' },
  license: {
    spdx: 'Apache-2.0',
    commercialUse: true,
    attribution: 'MobileFaceNet by foamliu.',
    url: 'https://github.com/foamliu/MobileFaceNet',
    note: 'Trained on a refined MS-Celeb-1M, which Microsoft offered for non-commercial research only and withdrew in 2019. Ask counsel before a commercial use.',
  },
  input: {
    width: 112,
    height: 112,
    layout: 'nchw',
    colorOrder: 'rgb',
    mean: [123.675, 116.28, 103.53],
    std: [58.395, 57.12, 57.375],
    name: 'input0',
  },
  alignment: { kind: 'arcface-five-point' },
  embedding: { dimension: 128, name: 'output0' },
}
