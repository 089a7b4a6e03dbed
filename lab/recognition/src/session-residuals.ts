import { readFile } from 'node:fs/promises'
import type { Pipeline } from '@faceward/lab-shared/open-pipeline'
import { rgbImage } from '@faceward/lab-shared/pictures'
import { meanVector } from '@faceward/lab-shared/vectors'
import sharp from 'sharp'

/** How the embeddings of one session differ from their mean, a row a frame. */
export type SessionResiduals = readonly Float32Array[]

/**
 * Frames of a camera made of a photograph: shifted, turned and scaled a little, lighter or darker, with noise and
 * JPEG, as a person who sits before a webcam moves. What they differ by in the embedding, from the real pipeline.
 */
export async function residualsOf(
  { preprocessor, embedder }: Pipeline,
  path: string,
  frames: number,
  random: () => number,
): Promise<SessionResiduals> {
  const file = await readFile(path)
  const vectors: Float32Array[] = []
  for (let at = 0; at < frames; at++) {
    const size = Math.round(250 * (0.9 + 0.2 * random()))
    const picture = await sharp(file)
      .rotate(16 * (random() - 0.5), { background: '#777' })
      .resize(size, size)
      .modulate({ brightness: 0.8 + 0.4 * random() })
      .jpeg({ quality: 60 + Math.round(35 * random()) })
      .toBuffer()
    const image = await rgbImage(sharp(picture))
    const noisy = image.data.map((value) =>
      Math.max(0, Math.min(255, value + 12 * (random() + random() + random() - 1.5))),
    )
    const result = await preprocessor.process({
      image: { ...image, data: noisy },
      timestampMs: at * 100,
      sequence: at,
      source: { id: 'copies', kind: 'stream' },
    })
    if (result.status !== 'usable') continue
    const embedding = await embedder.embed(result.sample)
    if (embedding) vectors.push(embedding.vector)
  }
  if (vectors.length < 2) return []
  const mean = meanVector(vectors)
  // Unbiased: the mean of few frames took a part of the variation with it.
  const scale = Math.sqrt(vectors.length / (vectors.length - 1))
  return vectors.map((vector) => vector.map((value, i) => scale * (value - mean[i]!)))
}
