import type { ModelManifest } from '@faceward/spec'

/**
 * The commit the addresses are pinned to. Several public projects fetch both files at it and state the same
 * sha256 and sizes as below; the catalogue's own check is the sha256, whatever the address gives.
 */
const COMMIT = '47534e27c9851bb1128ccc0102f1145e27f23f98'

/** opencv_zoo keeps weights in Git LFS, which `raw.githubusercontent.com` answers with a pointer file. */
const MEDIA = `https://media.githubusercontent.com/media/opencv/opencv_zoo/${COMMIT}/models`
const TREE = `https://github.com/opencv/opencv_zoo/blob/${COMMIT}/models`

/** YuNet's heads: classification, objectness, box and five points, each at strides 8, 16 and 32. */
const HEADS = ['cls', 'obj', 'bbox', 'kps'].flatMap((head) =>
  [8, 16, 32].map((stride) => `${head}_${stride}`),
)

/**
 * YuNet of OpenCV Zoo, the March 2023 export: face boxes and five points.
 * Input [1, 3, 640, 640], BGR, 0..255, not divided; a face's score is sqrt(cls x obj) of its cell.
 * Source: Wu, Peng and Yu, "YuNet: A Tiny Millisecond-level Face Detector" (2023); OpenCV `FaceDetectorYN`.
 */
export const YUNET_2023MAR: ModelManifest = {
  id: 'yunet-2023mar',
  task: 'face-detection',
  description: 'YuNet face detector with five points (OpenCV Zoo, March 2023), 0.23 MB.',
  file: { sha256: '8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4', bytes: 232_589 },
  origin: {
    kind: 'url',
    url: `${MEDIA}/face_detection_yunet/face_detection_yunet_2023mar.onnx`,
    mirrors: [
      'https://huggingface.co/opencv/face_detection_yunet/resolve/3cc26e7f1014a5ee5d74a42acee58bafc9d0a310/face_detection_yunet_2023mar.onnx',
    ],
  },
  license: {
    spdx: 'MIT',
    commercialUse: true,
    attribution: 'Copyright (c) 2020 Shiqi Yu; OpenCV Zoo.',
    url: `${TREE}/face_detection_yunet/LICENSE`,
    note: 'The repository it was trained in (ShiqiYu/libfacedetection.train) carries the Apache-2.0 text. Trained on WIDER FACE, whose images are offered under CC BY-NC-ND 4.0; whether terms of training images bind a network trained on them is not settled law.',
  },
  input: {
    width: 640,
    height: 640,
    layout: 'nchw',
    colorOrder: 'bgr',
    mean: [0, 0, 0],
    std: [1, 1, 1],
    name: 'input',
  },
  outputs: Object.fromEntries(HEADS.map((name) => [name, name])),
}

/**
 * SFace of OpenCV Zoo, the December 2021 export: a 128-d embedding on ArcFace's five-point alignment.
 * Input [1, 3, 112, 112], RGB, 0..255: the network subtracts and scales by itself. So OpenCV feeds it:
 * `FaceRecognizerSF::feature` is `blobFromImage(aligned, 1, Size(112, 112), Scalar(0, 0, 0), swapRB = true)`
 * on a BGR picture (opencv/opencv, modules/objdetect/src/face_recognize.cpp, read at 0692bb41).
 * Source: Zhong et al., "SFace: Sigmoid-Constrained Hypersphere Loss for Robust Face Recognition" (2021).
 * It has no calibration here, so an engine embeds with it and refuses to decide until one is fitted.
 */
export const SFACE_2021DEC: ModelManifest = {
  id: 'sface-2021dec',
  task: 'face-embedding',
  description: 'SFace face embedder, 128-d (OpenCV Zoo, December 2021), 38.7 MB.',
  file: { sha256: '0ba9fbfa01b5270c96627c4ef784da859931e02f04419c829e83484087c34e79', bytes: 38_696_353 },
  origin: {
    kind: 'url',
    url: `${MEDIA}/face_recognition_sface/face_recognition_sface_2021dec.onnx`,
    mirrors: [
      'https://huggingface.co/opencv/face_recognition_sface/resolve/3d7082438a6e4551e840c9b2bb60b71e8da4b524/face_recognition_sface_2021dec.onnx',
    ],
  },
  license: {
    spdx: 'Apache-2.0',
    commercialUse: true,
    attribution: 'SFace by Yaoyao Zhong and Weihong Deng; ONNX by Chengrui Wang; OpenCV Zoo.',
    url: `${TREE}/face_recognition_sface/LICENSE`,
    note: 'The paper trains on CASIA-WebFace, VGGFace2 and MS-Celeb-1M; which of them this file comes from is not stated. All three were offered for non-commercial research, and MS-Celeb-1M was withdrawn in 2019. Ask counsel before a commercial use.',
  },
  input: { width: 112, height: 112, layout: 'nchw', colorOrder: 'rgb', mean: [0, 0, 0], std: [1, 1, 1] },
  alignment: { kind: 'arcface-five-point' },
  embedding: { dimension: 128 },
}
