import type { Calibration, FaceEmbedding, LivenessAssessment, RandomSource, Template } from '@faceward/spec'
import { similarityTo } from './comparison.js'
import type { EngineParts } from './engine-parts.js'
import type { FaceEmbeddings } from './face-embeddings.js'
import type { ObservedSample } from './observe-frames.js'

/** Frames of a stream that are drawn to look at: one out of each part of it. */
export const DRAWN_FRAMES = 8

/** How much the frames of a capture must resemble the compared ones. */
export interface Agreement {
  readonly similarity: number
  /** For the frames in which a challenge was answered: a head that is turned away resembles itself less. */
  readonly challengeSimilarity: number
}

/** Whether a sample is a frame of a stream, not a still. */
export const isOfStream = ({ sample }: ObservedSample) => sample.frame.source.kind === 'stream'

/**
 * The samples of a capture that do not show the person whose face is compared; none when all that was looked at do.
 * Looked at is: every still, the compared samples themselves, those that answered a challenge, and of a stream one
 * frame out of each eighth, drawn now, when nothing can be changed any more; or every frame, `everyFrame`.
 */
export async function samplesOfOthers(
  parts: Pick<EngineParts, 'comparator' | 'embedder' | 'random'>,
  capture: { readonly samples: readonly ObservedSample[]; readonly liveness: LivenessAssessment },
  compared: readonly ObservedSample[],
  least: Agreement,
  embeddings: FaceEmbeddings,
  { everyFrame = false }: { readonly everyFrame?: boolean } = {},
): Promise<readonly ObservedSample[]> {
  const { samples, liveness } = capture
  const stream = samples.filter(isOfStream)
  const key = new Set(keyPositions(liveness).flatMap((at) => samples[at] ?? []))
  const lookedAt = new Set([
    ...compared,
    ...samples.filter((sample) => !isOfStream(sample)),
    ...(everyFrame ? stream : drawOnePerPart(stream, DRAWN_FRAMES, parts.random)),
    ...key,
  ])
  if (lookedAt.size === 1) return []
  const faces = await embeddings.color(compared)
  const others: ObservedSample[] = []
  for (const sample of lookedAt) {
    const [face] = await embeddings.color([sample])
    const bound = key.has(sample) ? least.challengeSimilarity : least.similarity
    if (face !== undefined && !resembles(parts, face, faces, bound)) others.push(sample)
  }
  return others
}

/**
 * Whether who answered the challenge is who the template is of: the frames in which the actions were seen must
 * themselves resemble it, since who sends a session chooses its best frames, and may lead over from one face to another.
 */
export async function answeredInPerson(
  parts: Pick<EngineParts, 'comparator' | 'embedder'>,
  {
    samples,
    liveness,
  }: { readonly samples: readonly ObservedSample[]; readonly liveness: LivenessAssessment },
  reference: Template,
  leastSimilarity: number,
  embeddings: FaceEmbeddings,
): Promise<boolean> {
  const faces = await embeddings.color(keyPositions(liveness).flatMap((at) => samples[at] ?? []))
  return faces.every((face) => (similarityTo(parts, parts.embedder, reference, face) ?? 0) >= leastSimilarity)
}

/**
 * Whether a face resembles at least half of the others among `faces`. Where two people are mixed, those of the one who
 * is not seen more often than the other resemble fewer; a mean would be held up by their own.
 */
export function resembles(
  { comparator, embedder }: Pick<EngineParts, 'comparator' | 'embedder'>,
  face: FaceEmbedding,
  faces: readonly FaceEmbedding[],
  leastSimilarity: number,
): boolean {
  const others = faces.filter((other) => other !== face)
  const alike = others.filter(
    // checkComposition made sure of the calibration.
    (other) => comparator.compare(face, other, embedder.calibration as Calibration) >= leastSimilarity,
  )
  return alike.length >= Math.ceil(others.length / 2)
}

/** Positions of the samples in which the actions of a challenge were seen. */
function keyPositions({ cues }: LivenessAssessment): readonly number[] {
  return cues.flatMap(({ family, result }) =>
    family === 'challenge' && result.status === 'scored' ? (result.keySamples ?? []) : [],
  )
}

/** One item out of each of `count` equal parts; all when there are no more. Nobody can foresee which. */
export function drawOnePerPart<Item>(
  items: readonly Item[],
  count: number,
  random: RandomSource,
): readonly Item[] {
  if (items.length <= count) return items
  const bytes = random.bytes(4 * count)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Array.from({ length: count }, (_, part) => {
    const from = Math.floor((part * items.length) / count)
    const to = Math.floor(((part + 1) * items.length) / count)
    return items[from + Math.floor((view.getUint32(4 * part) / 2 ** 32) * (to - from))]!
  })
}
