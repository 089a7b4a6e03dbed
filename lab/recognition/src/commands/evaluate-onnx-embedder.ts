// Measures an ArcFace-style ONNX file of one's own, by its manifest alone, on a list of pairs.
// Needs: LFW View 1, the models of ../shared/assets
// Options: [--data ../shared/assets] [--manifest my-model.json --onnx my-model.onnx] [--flip average] [--pairs pairsDevTest.txt]
//
// YuNet finds the face and its five points, the embedder cuts and embeds. Without --manifest: MobileFaceNet of the
// catalogue. Accuracy by LFW's protocol over ten folds of the list; EER over its pairs; TAR at FMR over all comparisons
// among its photographs.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { cosineSimilarity, createOnnxEmbedder } from '@faceward/embedding'
import {
  clopperPearson,
  compareAll,
  createErrorRates,
  crossValidateAccuracy,
  type LabelledScore,
  parsePairsFile,
  splitIntoFolds,
} from '@faceward/evaluation'
import { createNodeBackend } from '@faceward/inference-node'
import { dataPath, needed } from '@faceward/lab-shared/data-folder'
import { UNMEASURED } from '@faceward/lab-shared/pictures'
import { findKnownModel, parseModelManifest } from '@faceward/models'
import { loadModelFile } from '@faceward/models-node'
import { createSharpDecoder, frameFromImage } from '@faceward/node'
import { createYuNetDetector } from '@faceward/preprocess'
import type { FaceSample } from '@faceward/spec'
import { subjectOf } from '../lfw-subject.js'

const { values: options } = parseArgs({
  options: {
    data: { type: 'string', default: dataPath() },
    manifest: { type: 'string' },
    onnx: { type: 'string' },
    flip: { type: 'string', default: 'none' },
    pairs: { type: 'string', default: 'pairsDevTest.txt' },
  },
})
const models = needed(join(options.data, 'models'))
const backend = createNodeBackend()
const yunet = findKnownModel('yunet-2023mar')!
const manifest = options.manifest
  ? parseModelManifest(JSON.parse(await readFile(options.manifest, 'utf8')))
  : findKnownModel('mobilefacenet-foamliu-128')!
const detector = createYuNetDetector({
  session: await backend.load(await loadModelFile(yunet, join(models, 'face_detection_yunet_2023mar.onnx'))),
  manifest: yunet,
})
const onnx = options.onnx ?? join(models, 'mobilefacenet_foamliu_128.onnx')
const embedder = createOnnxEmbedder({
  session: await backend.load(await loadModelFile(manifest, onnx)),
  manifest,
  flip: options.flip === 'average' ? 'average' : 'none',
})

async function vectorOf(path: string): Promise<Float32Array | undefined> {
  const image = await createSharpDecoder().decode(await readFile(path))
  const face = subjectOf(await detector.detect(image), image)
  if (face?.fivePoints === undefined) return undefined
  const sample: FaceSample = {
    frame: frameFromImage(image),
    box: face.box,
    detectionScore: face.score,
    fivePoints: face.fivePoints,
    ...UNMEASURED,
    aligned: image,
  }
  return (await embedder.embed(sample))?.vector
}

const folder = needed(join(options.data, 'lfw-view1'))
const pairs = parsePairsFile(await readFile(join(folder, options.pairs), 'utf8')).folds.flat()
const files = [...new Set(pairs.flatMap(({ first, second }) => [first.path, second.path]))].sort()
const vectors = new Map<string, Float32Array>()
for (const [index, file] of files.entries()) {
  const vector = await vectorOf(join(folder, 'images', `${file}.jpg`))
  if (vector !== undefined) vectors.set(file, vector)
  if ((index + 1) % 250 === 0) console.error(`${index + 1} of ${files.length}`)
}

const scores: LabelledScore[] = pairs.flatMap(({ first, second, mated }) => {
  const [a, b] = [vectors.get(first.path), vectors.get(second.path)]
  return a && b ? [{ score: cosineSimilarity(a, b), mated }] : []
})
const { accuracy, standardError, folds } = crossValidateAccuracy(splitIntoFolds(scores))
const right = Math.round(folds.reduce((sum, fold) => sum + fold.accuracy * fold.pairs, 0))
const bounds = clopperPearson(right, scores.length, 0.95)
const of = (mated: boolean) => scores.filter((one) => one.mated === mated).map(({ score }) => score)
const rates = createErrorRates({ mated: of(true), nonMated: of(false) })
const names = [...vectors.keys()]
const people = [...new Set(names.map((name) => name.split('/')[0]!))]
const all = compareAll({
  vectors: [...vectors.values()],
  subjects: names.map((name) => people.indexOf(name.split('/')[0]!)),
})
const allRates = createErrorRates({ mated: all.mated.scores, nonMated: all.nonMated.scores })
const percent = (value: number) => `${(100 * value).toFixed(2)} %`
console.log(`model      ${embedder.modelId}`)
console.log(
  `pairs      ${scores.length} of ${pairs.length} (${files.length - vectors.size} photographs without a face)`,
)
console.log(
  `accuracy   ${percent(accuracy)} +- ${percent(standardError)} (10 folds); 95 %: ${percent(bounds.lower)} to ${percent(bounds.upper)}`,
)
console.log(
  `EER        ${percent(rates.equalErrorRate().rate)} of the pairs, ${percent(allRates.equalErrorRate().rate)} of all`,
)
for (const fmr of [1e-2, 1e-3, 1e-4]) {
  console.log(`TAR@${fmr}  ${percent(1 - allRates.at(allRates.thresholdAtFmr(fmr)).fnmr)}`)
}
console.log(
  `all        ${allRates.matedComparisons} mated, ${allRates.nonMatedComparisons} non-mated comparisons`,
)
await Promise.all([embedder.dispose(), detector.dispose()])
