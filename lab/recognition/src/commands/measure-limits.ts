// Measures what the default limits refuse on real photographs, and the time of each stage.
// Needs: LFW View 1; for yunet the models of ../shared/assets
// Options: [photographs, default 500] [blazeface | yunet]
import { readFileSync } from 'node:fs'
import { createNodeBackend } from '@faceward/inference-node'
import { dataPath, needed } from '@faceward/lab-shared/data-folder'
import { rgbImage, spreadPhotographs } from '@faceward/lab-shared/pictures'
import { DEFAULT_MODELS, loadDefaultModel } from '@faceward/model-pack'
import { findKnownModel } from '@faceward/models'
import {
  createBlazeFaceDetector,
  createFaceMeshModel,
  createPreprocessor,
  createYuNetDetector,
} from '@faceward/preprocess'
import type { FaceDetector, FaceSample, LandmarkModel } from '@faceward/spec'
import sharp from 'sharp'

const photographs = spreadPhotographs(needed(dataPath('lfw-view1/images')), Number(process.argv[2] ?? 500))
const backend = createNodeBackend()
const timer = { detect: [] as number[], landmarks: [] as number[], whole: [] as number[] }

async function timed<Result>(list: number[], work: () => Promise<Result>): Promise<Result> {
  const start = performance.now()
  const result = await work()
  list.push(performance.now() - start)
  return result
}

async function detector(): Promise<FaceDetector> {
  if (process.argv[3] === 'yunet') {
    const manifest = findKnownModel('yunet-2023mar')!
    const onnx = new Uint8Array(readFileSync(needed(dataPath('models/face_detection_yunet_2023mar.onnx'))))
    return createYuNetDetector({ session: await backend.load({ id: manifest.id, onnx }), manifest })
  }
  const session = await backend.load(await loadDefaultModel(DEFAULT_MODELS.detector))
  return createBlazeFaceDetector({ session, manifest: DEFAULT_MODELS.detector })
}

async function landmarks(): Promise<LandmarkModel> {
  const session = await backend.load(await loadDefaultModel(DEFAULT_MODELS.mesh))
  return createFaceMeshModel({ session, manifest: DEFAULT_MODELS.mesh })
}

function percentiles(values: readonly number[], digits: number): string {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number): string =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!.toFixed(digits)
  return [0, 0.002, 0.01, 0.1, 0.5, 0.9, 0.99, 0.998, 1].map((share) => at(share).padStart(9)).join('')
}

const found = await detector()
const mesh = await landmarks()
const preprocessor = createPreprocessor({
  detector: { ...found, detect: (...a) => timed(timer.detect, () => found.detect(...a)) },
  landmarks: { ...mesh, locate: (...a) => timed(timer.landmarks, () => mesh.locate(...a)) },
  whichFace: 'clear-main-face',
})
const strict = createPreprocessor({ detector: found, landmarks: mesh, whichFace: 'refuse-several' })
const refusals = { 'clear-main-face': new Map<string, number>(), 'refuse-several': new Map<string, number>() }
const samples: FaceSample[] = []
const offCentre: string[] = []
for (const [sequence, path] of photographs.entries()) {
  const image = await rgbImage(sharp(path))
  const frame = { image, sequence, timestampMs: 0, source: { id: 'upload', kind: 'still' } } as const
  const result = await timed(timer.whole, () => preprocessor.process(frame))
  const strictly = await strict.process(frame)
  for (const [name, { status, ...rest }] of [
    ['clear-main-face', result],
    ['refuse-several', strictly],
  ] as const) {
    const reasons = 'reasons' in rest ? rest.reasons : []
    for (const { code } of reasons) refusals[name].set(code, (refusals[name].get(code) ?? 0) + 1)
    if (status === 'refused') {
      refusals[name].set('any', (refusals[name].get('any') ?? 0) + 1)
      if (reasons.some(({ code }) => code !== 'multiple_faces')) {
        refusals[name].set(
          'anything but multiple_faces',
          (refusals[name].get('anything but multiple_faces') ?? 0) + 1,
        )
        if (name === 'clear-main-face')
          console.log(`refused ${path}: ${reasons.map(({ code }) => code).join(', ')}`)
      }
    }
  }
  if (result.status !== 'usable') continue
  samples.push(result.sample)
  // LFW centres the person it names.
  const { rightEye, leftEye } = result.sample.fivePoints
  if (Math.abs((rightEye.x + leftEye.x) / 2 - image.width / 2) > image.width / 6) offCentre.push(path)
}

console.log(`\n${photographs.length} photographs, detector ${found.id}`)
for (const [name, counts] of Object.entries(refusals)) {
  console.log(`\nrefused with ${name}:`)
  for (const [code, count] of counts) {
    console.log(`  ${code.padEnd(30)}${((100 * count) / photographs.length).toFixed(2)} %`)
  }
}
console.log(`\nclear main face away from the middle: ${offCentre.length} ${offCentre.join(' ')}`)
console.log(
  `\nof the samples, at shares     0     .002      .01       .1       .5       .9      .99     .998        1`,
)
const rows: Readonly<Record<string, (sample: FaceSample) => number>> = {
  'detection score': (sample) => sample.detectionScore,
  presence: (sample) => sample.mesh?.presence ?? 0,
  'interocular px': (sample) => sample.quality.interocularPixels,
  sharpness: (sample) => sample.quality.sharpness,
  brightness: (sample) => sample.quality.brightness,
  contrast: (sample) => sample.quality.contrast,
  'yaw degrees': (sample) => sample.pose.yawDegrees,
  'pitch degrees': (sample) => sample.pose.pitchDegrees,
  'roll degrees': (sample) => sample.pose.rollDegrees,
  'overall quality': (sample) => sample.quality.overall,
}
for (const [name, value] of Object.entries(rows)) {
  console.log(name.padEnd(22) + percentiles(samples.map(value), name.includes('score') ? 3 : 2))
}
console.log('\nmilliseconds')
for (const [name, times] of Object.entries(timer)) console.log(name.padEnd(22) + percentiles(times, 2))
