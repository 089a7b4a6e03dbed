import { DEFAULT_GATES, type Presentation } from '@faceward/evaluation'
import type { NodeEngine } from '@faceward/node'
import type { Frame, VerificationResult } from '@faceward/spec'
import { readPictures } from '../pictures/read-pictures.js'
import type { PresentationFiles } from './presentation-folder.js'

/** A presentation with what the engine made of it. */
export interface JudgedPresentation extends Presentation {
  /** Its file or folder. */
  readonly name: string
  readonly score?: number
}

/** Shows one presentation to the engine, as a claim to be its subject. */
export async function judgePresentation(
  engine: NodeEngine,
  files: PresentationFiles,
  options: FramesOptions & { readonly isEnrolled: boolean },
): Promise<JudgedPresentation> {
  const frames = await readFrames(engine, files, options)
  const result = await engine.verify({ subjectId: files.subject, frames, signal: options.signal })
  return {
    name: files.name,
    subject: files.subject,
    ...(files.species === undefined ? {} : { species: files.species }),
    response: responseOf(result),
    ...(options.isEnrolled ? { accepted: result.decision === 'accept' } : {}),
    ...(result.liveness.score === undefined ? {} : { score: result.liveness.score }),
  }
}

export interface FramesOptions {
  /** Gives the frames of a folder true times; without it they are stills. */
  readonly framesPerSecond?: number
  readonly signal: AbortSignal
}

/** The frames of a presentation. */
export async function readFrames(
  engine: NodeEngine,
  files: PresentationFiles,
  { framesPerSecond, signal }: FramesOptions,
): Promise<readonly Frame[]> {
  const pictures = await readPictures(files.frames, { decoder: engine.decoder, signal })
  return pictures.flatMap((picture, i): readonly Frame[] => {
    if (picture.status !== 'read') return []
    if (framesPerSecond === undefined || files.frames.length === 1) return [picture.frame]
    // Frames of a recording with a known rate have true times; that they were recorded is said too.
    const source = { id: 'frames', kind: 'stream', recorded: true } as const
    return [{ ...picture.frame, timestampMs: (i * 1000) / framesPerSecond, sequence: i, source }]
  })
}

/** What PAD said: the reasons of the decision tell, since the gate that stops an attack is the first one. */
export function responseOf({
  liveness,
  reasons,
}: Pick<VerificationResult, 'liveness' | 'reasons'>): Presentation['response'] {
  if (reasons.some(({ code }) => code === 'presentation_attack' || code === 'liveness_too_low'))
    return 'attack'
  if (liveness.status !== 'scored') return 'none'
  // Nobody enrolled, no decision: then the gate's own limit is applied here.
  return (liveness.score ?? 0) < DEFAULT_GATES.minimumLiveness ? 'attack' : 'bona-fide'
}
