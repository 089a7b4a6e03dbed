import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type FaceTexture, type TextureModel, textureScore } from '@faceward/liveness'
import type { CueReport } from '@faceward/spec'
import { cacheFolder } from './session-plan.js'

/** How much of a session was shown to the cues. */
export type Extent = 'still' | '1 s' | '3 s' | '3 s + challenge'

/** What the cues measured on one presentation. */
export interface PresentationFeatures {
  readonly id: string
  readonly species?: string
  readonly subject: number
  readonly extent: Extent
  /** What was asked. */
  readonly actions: readonly string[]
  /** The samples are not one face's track: not judged. */
  readonly trackLost: boolean
  readonly samples: number
  readonly textures: readonly FaceTexture[]
  /** All cues but texture. */
  readonly reports: readonly CueReport[]
}

/** One photograph of a real face; `neural` where the networks were run. */
export interface PhotographFeatures {
  readonly file: string
  readonly texture?: FaceTexture
  readonly neural?: number
}

export interface PadData {
  readonly presentations: readonly PresentationFeatures[]
  readonly photographs: readonly PhotographFeatures[]
  /** The three samples of MiniFASNet's authors. */
  readonly padSamples: readonly PhotographFeatures[]
}

export const FEATURES = join(cacheFolder('.'), 'features.jsonl')
export const PHOTOGRAPHS = join(cacheFolder('.'), 'lfw.json')

export function readFeatures(): PresentationFeatures[] {
  return readFileSync(FEATURES, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as PresentationFeatures)
}

export function readPadData(): PadData {
  const all = existsSync(PHOTOGRAPHS)
    ? (JSON.parse(readFileSync(PHOTOGRAPHS, 'utf8')) as PhotographFeatures[])
    : []
  const isSample = ({ file }: PhotographFeatures) => /^image_[TF]\d/.test(file)
  return {
    presentations: readFeatures(),
    photographs: all.filter((one) => !isSample(one)),
    padSamples: all.filter(isSample),
  }
}

/** The reports with the texture cue's, scored by a model. */
export function reportsWith({ textures, reports }: PresentationFeatures, model: TextureModel): CueReport[] {
  const scores = textures.map((one) => textureScore(one, model)).sort((a, b) => a - b)
  const score = scores[(scores.length - 1) >> 1]
  return [
    {
      cueId: 'texture',
      family: 'texture',
      result:
        score === undefined
          ? { status: 'abstained', reason: 'not_measurable' }
          : { status: 'scored', score, evidence: {} },
    },
    ...reports,
  ]
}
