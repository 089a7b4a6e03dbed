// Embeds every photograph of LFW View 1 once, for the fits and measurements that read the cache.
// Needs: LFW View 1, half an hour
// Options: [--data ../shared/assets/lfw-view1] [--out /tmp/lfw-cache]
//
// With the two networks of the default embedder, plain and mirrored. Writes vectors.f32 (little endian float32,
// `files.length` rows of 2304: faceres 1024, faceres of the mirrored crop 1024, dlib 128, dlib of the mirrored crop 128;
// as the networks give them, not normalised; a row of zeros where no face was found) and index.json (see `CacheIndex`).
// Never commit either: LFW is for measuring only.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createOnnxEmbedder } from '@faceward/embedding'
import { alignmentTransform, fivePointsFromMesh, warpToTensor } from '@faceward/imaging'
import { createNodeBackend } from '@faceward/inference-node'
import { needed } from '@faceward/lab-shared/data-folder'
import { UNMEASURED } from '@faceward/lab-shared/pictures'
import { DEFAULT_MODELS, loadDefaultModel } from '@faceward/model-pack'
import { createSharpDecoder, frameFromImage } from '@faceward/node'
import { createBlazeFaceDetector, createFaceMeshModel } from '@faceward/preprocess'
import type { FaceSample, InferenceSession, ModelManifest } from '@faceward/spec'
import { type CacheIndex, LFW_OPTIONS } from '../lfw-cache.js'
import { subjectOf } from '../lfw-subject.js'

const { values: options } = parseArgs({
  options: {
    data: LFW_OPTIONS.data,
    out: LFW_OPTIONS.cache,
  },
})
const backend = createNodeBackend()
const load = async (manifest: ModelManifest) => backend.load(await loadDefaultModel(manifest))
const { detector: detectorManifest, mesh: meshManifest, faceres, dlib } = DEFAULT_MODELS
const detector = createBlazeFaceDetector({
  session: await load(detectorManifest),
  manifest: detectorManifest,
})
const meshModel = createFaceMeshModel({ session: await load(meshManifest), manifest: meshManifest })
const networks = [
  { manifest: faceres, session: await load(faceres) },
  { manifest: dlib, session: await load(dlib) },
]
const width = 2 * networks.reduce((sum, { manifest }) => sum + manifest.embedding!.dimension, 0)

async function sampleOf(path: string): Promise<FaceSample | undefined> {
  const image = await createSharpDecoder().decode(await readFile(path))
  const face = subjectOf(await detector.detect(image), image)
  if (face === undefined) return undefined
  const mesh = await meshModel.locate(image, face)
  return {
    frame: frameFromImage(image),
    box: face.box,
    detectionScore: face.score,
    fivePoints: fivePointsFromMesh(mesh),
    mesh,
    ...UNMEASURED,
    aligned: image,
  }
}

async function rawEmbedding(
  { manifest, session }: { manifest: ModelManifest; session: InferenceSession },
  sample: FaceSample,
  flip: boolean,
): Promise<Float32Array> {
  const { box, fivePoints, mesh, frame } = sample
  const face = { box, rightEye: fivePoints.rightEye, leftEye: fivePoints.leftEye, fivePoints, mesh: mesh! }
  const crop = alignmentTransform(manifest.alignment!, face, manifest.input, frame.image)
  const tensor = warpToTensor(frame.image, crop, manifest.input, { border: 'black', flip })
  const output = (await session.run({ [manifest.input.name!]: tensor }))[manifest.embedding!.name!]
  if (output?.type !== 'float32') throw new Error(`${manifest.id} gave no float32 output`)
  return output.data
}

/** The cache must hold what the shipped embedder computes. */
async function assertAsShipped(sample: FaceSample, row: Float32Array): Promise<void> {
  let offset = 0
  for (const { manifest, session } of networks) {
    const dimension = manifest.embedding!.dimension
    for (const flip of ['none', 'average'] as const) {
      const { vector } = (await createOnnxEmbedder({ session, manifest, flip }).embed(sample))!
      let dot = 0
      let squared = 0
      for (let i = 0; i < dimension; i++) {
        const value = row[offset + i]! + (flip === 'average' ? row[offset + dimension + i]! : 0)
        dot += value * vector[i]!
        squared += value * value
      }
      if (!(dot / Math.sqrt(squared) > 1 - 1e-6))
        throw new Error(`${manifest.id}: not what the embedder gives`)
    }
    offset += 2 * dimension
  }
}

const images = needed(join(options.data, 'images'))
const files = (await readdir(images, { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && entry.name.endsWith('.jpg'))
  .map((entry) => join(entry.parentPath, entry.name).slice(images.length + 1))
  .sort()
const vectors = new Float32Array(files.length * width)
const found: boolean[] = []
for (const [index, file] of files.entries()) {
  const sample = await sampleOf(join(images, file))
  found.push(sample !== undefined)
  if (sample === undefined) continue
  let offset = index * width
  for (const network of networks) {
    for (const flip of [false, true]) {
      const raw = await rawEmbedding(network, sample, flip)
      vectors.set(raw, offset)
      offset += raw.length
    }
  }
  if (index < 10) await assertAsShipped(sample, vectors.subarray(index * width, (index + 1) * width))
  if ((index + 1) % 250 === 0) console.error(`${index + 1} of ${files.length}`)
}

const index: CacheIndex = {
  format: 1,
  columns: networks.flatMap(({ manifest }) =>
    ['', ', mirrored'].map((suffix) => ({
      name: manifest.id + suffix,
      length: manifest.embedding!.dimension,
    })),
  ),
  files,
  found,
  models: Object.fromEntries(
    [detectorManifest, meshManifest, faceres, dlib].map(({ id, file }) => [id, file.sha256]),
  ),
  which: 'the face that is largest less its distance from the centre',
}
await mkdir(options.out, { recursive: true })
await writeFile(join(options.out, 'vectors.f32'), new Uint8Array(vectors.buffer))
await writeFile(join(options.out, 'index.json'), JSON.stringify(index))
console.log(
  `${files.length} photographs, ${found.filter((has) => !has).length} without a face, in ${options.out}`,
)
