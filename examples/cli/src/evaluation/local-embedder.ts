import { createNodeRecognition, frameFromImage, type NodeEngineOptions } from '@faceward/node'
import { type Image, ImageDecodeError } from '@faceward/spec'
import type { ImageEmbedder, ImageOutcome, PipelineDescription } from './image-outcome.js'

/** How pictures come: photographs, or faces already cut to the ArcFace template as insightface's sets have them. */
export type PictureKind = 'photographs' | 'cut-faces'

/** What starts an embedder; plain data, so that it can be sent to a worker. */
export interface LocalEmbedderOptions {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly pictures: PictureKind
  /** Whose face counts where there are several: the engine's rule, or the one in the middle. */
  readonly face: 'engine' | 'central'
  /** EMBEDDING_MODEL, where the command was told another one. */
  readonly model?: string
}

/** The recognition pipeline in this thread: decode, detect, align, embed. */
export async function createLocalEmbedder(
  { environment, face, model, pictures }: LocalEmbedderOptions,
  hooks: Pick<NodeEngineOptions, 'onNotice' | 'onProgress' | 'signal'> = {},
): Promise<ImageEmbedder & { readonly description: PipelineDescription }> {
  const recognition = await createNodeRecognition({
    environment,
    whichFace: face === 'central' ? 'central' : 'as-engine',
    ...(model === undefined ? {} : { configuration: { embeddingModel: model } }),
    ...hooks,
  })
  const { embedder, preprocessor, decoder } = recognition
  return {
    description: {
      modelId: embedder.modelId,
      pipeline: `${recognition.pipeline}${pictures === 'cut-faces' ? '; faces cut to 112 x 112, framed in grey' : ''}`,
      ...(embedder.calibration ? { calibration: embedder.calibration } : {}),
    },
    async embed(bytes): Promise<ImageOutcome> {
      const decoded = await decode(bytes)
      if (!decoded) return { status: 'refused', reason: 'undecodable_image' }
      const image = pictures === 'cut-faces' ? framed(decoded) : decoded
      const result = await preprocessor.process(frameFromImage(image, { sequence: 0 }))
      if (result.status === 'refused') {
        return { status: 'refused', reason: result.reasons[0]?.code ?? 'no_face' }
      }
      const embedding = await embedder.embed(result.sample)
      return embedding
        ? { status: 'embedded', vector: embedding.vector }
        : { status: 'refused', reason: 'embedding_not_possible' }
    },
    close: () => recognition.close(),
  }

  async function decode(bytes: Uint8Array): Promise<Image | undefined> {
    try {
      return await decoder.decode(bytes)
    } catch (error) {
      if (ImageDecodeError.isInstance(error)) return undefined
      throw error
    }
  }
}

/** A cut face amid grey, since detectors look for faces with something around them. */
function framed(image: Image): Image {
  const channels = image.data.length / (image.width * image.height)
  const border = Math.round(image.width / 2)
  const width = image.width + 2 * border
  const height = image.height + 2 * border
  const data = new Uint8Array(width * height * channels).fill(128)
  for (let row = 0; row < image.height; row++) {
    const from = row * image.width * channels
    data.set(
      image.data.subarray(from, from + image.width * channels),
      ((row + border) * width + border) * channels,
    )
  }
  return { ...image, width, height, data }
}
