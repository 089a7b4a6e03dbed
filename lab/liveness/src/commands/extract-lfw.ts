// Measures the texture of real faces, for the PAD fit and its report.
// Needs: LFW View 1; the models and pad-samples of ../shared/assets where MiniFASNet is to be run
// Options: [photographs, default 600]
//
// Photographs of LFW View 1, evenly spread over its names, through the default detector and mesh; with the weights
// present, MiniFASNet's probabilities as well, and the three samples of its authors.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createNodeBackend } from '@faceward/inference-node'
import { dataPath, needed } from '@faceward/lab-shared/data-folder'
import { defaultPreprocessor } from '@faceward/lab-shared/default-preprocessor'
import { rgbImage, sampleOf, spreadPhotographs } from '@faceward/lab-shared/pictures'
import { createNeuralTextureCue, faceTexture } from '@faceward/liveness'
import { findKnownModel } from '@faceward/models'
import sharp from 'sharp'
import { PHOTOGRAPHS, type PhotographFeatures } from '../pad/pad-data.js'
import { cacheFolder } from '../pad/session-plan.js'

const NEURAL_ON = 200

const files = spreadPhotographs(needed(dataPath('lfw-view1/images')), Number(process.argv[2] ?? 600))
const samples = ['image_T1.jpg', 'image_F1.jpg', 'image_F2.jpg'].map((file) =>
  dataPath(`pad-samples/${file}`),
)

// The authors' samples are looked at from below; how far a head is turned matters little to texture.
const preprocessor = await defaultPreprocessor({
  maximumPitchDegrees: 180,
  maximumYawDegrees: 180,
  maximumRollDegrees: 180,
})
const neural = await neuralCue()
const features: PhotographFeatures[] = []
for (const [index, file] of [...samples.filter(existsSync), ...files].entries()) {
  const sample = await sampleOf(preprocessor, await rgbImage(sharp(file)))
  if (sample === undefined) continue
  const texture = faceTexture(sample)
  const judged = index < NEURAL_ON ? await neural?.evaluate({ samples: [sample] }) : undefined
  features.push({
    file: file.split('/').at(-1)!,
    ...(typeof texture === 'string' ? {} : { texture }),
    ...(judged?.status === 'scored' ? { neural: judged.score } : {}),
  })
}
mkdirSync(cacheFolder('.'), { recursive: true })
writeFileSync(PHOTOGRAPHS, JSON.stringify(features))

async function neuralCue() {
  const weights = [
    ['minifasnet-v2', '2.7_80x80_MiniFASNetV2.onnx'],
    ['minifasnet-v1se', '4_0_0_80x80_MiniFASNetV1SE.onnx'],
  ].map(([id, file]) => ({ id: id!, path: dataPath(`models/${file}`) }))
  if (!weights.every(({ path }) => existsSync(path))) return undefined
  const backend = createNodeBackend()
  const models = await Promise.all(
    weights.map(async ({ id, path }) => ({
      session: await backend.load({ id, onnx: new Uint8Array(readFileSync(path)) }),
      manifest: findKnownModel(id)!,
    })),
  )
  return createNeuralTextureCue({ models })
}
