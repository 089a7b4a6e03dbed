// Fits the texture model and the PAD fusion on the even subjects and writes them as data.
// Needs: the caches of liveness/extract-features and liveness/extract-lfw
//
// And on every other LFW photograph.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type FaceTexture,
  fuseCues,
  type PadEvidenceKind,
  type PadFusionModel,
  type PadFusionTerms,
  TEXTURE_MEASURES,
  type TextureModel,
  textureScore,
} from '@faceward/liveness'
import type { CueReport } from '@faceward/spec'
import { evidenceKind, logOdds } from '../../../../packages/liveness/src/detector/pad-fusion.js'
import { fitLogistic, type LabelledRow } from '../pad/logistic-fit.js'
import { type PadData, type PresentationFeatures, readPadData, reportsWith } from '../pad/pad-data.js'

/** Share of bona fide presentations of the tuning half that may score below 0.5. */
const TARGET_BPCER = 0.02
/** Share of the attacks fitted on that may score above it, where there is a choice. */
const TARGET_APCER = 0.02
/**
 * What is fitted on: flat things before a camera. Injections and masks have a live face's surface and shape; what else
 * tells of them is vetoed, or is the challenge.
 */
const FITTED = ['flat-print', 'bent-print', 'cutout-print', 'replay-phone', 'replay-tablet']

const CUES: Readonly<Record<PadEvidenceKind, readonly string[]>> = {
  stills: ['texture'],
  sequence: ['texture', 'micro-motion', 'parallax', 'blink', 'integrity'],
  challenge: ['texture', 'micro-motion', 'parallax', 'blink', 'integrity', 'challenge'],
}
/** Cues that may well abstain in a good session: nothing is taken off for it. */
const MAY_ABSTAIN = ['parallax', 'blink']
/**
 * A failed challenge outweighs everything else, an unasked blink beside it is worth little, and texture, which depends
 * on the camera, does not decide alone. Decided, not fitted.
 */
const BOUNDS: Readonly<Record<string, readonly [number, number]>> = {
  challenge: [2, 3],
  blink: [0.05, 0.5],
  texture: [0.05, 1.5],
}

const source = join(import.meta.dirname, '../../../../packages/liveness/src')
const data = readPadData()
const tuning = data.presentations.filter(({ subject }) => subject % 2 === 0)
const texture = fitTexture(tuning, data)
const fusion = fitFusion(tuning, data, texture)
write(
  'cues/texture/texture-model.data.ts',
  'DEFAULT_TEXTURE_MODEL',
  'TextureModel',
  './texture-model.js',
  texture,
)
write(
  'detector/default-pad-fusion.data.ts',
  'DEFAULT_PAD_FUSION',
  'PadFusionModel',
  './pad-fusion.js',
  fusion,
)
process.stdout.write(`${JSON.stringify({ texture, fusion }, null, 1)}\n`)

function fitTexture(from: readonly PresentationFeatures[], { photographs }: PadData): TextureModel {
  const live = from.filter(({ species }) => species === undefined).flatMap(({ textures }) => textures)
  const attacks = from
    .filter(({ species }) => species !== undefined && FITTED.includes(species))
    .flatMap(({ textures }) => textures)
  const real = photographs.filter((_, i) => i % 2 === 0).flatMap(({ texture: one }) => (one ? [one] : []))
  const all = [...live, ...attacks, ...real]
  const statistics = TEXTURE_MEASURES.map((name) => {
    const values = all.map((one) => one[name])
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const scale = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
    return { name, mean, scale: Math.max(scale, 1e-3) }
  })
  const row =
    (label: 0 | 1, weight: number) =>
    (one: FaceTexture): LabelledRow => ({
      values: statistics.map(({ name, mean, scale }) =>
        Math.max(-3, Math.min(3, (one[name] - mean) / scale)),
      ),
      label,
      weight,
    })
  // Live rendered faces, photographs of real ones and attacks count alike, whatever their numbers.
  const rows = [
    ...live.map(row(1, 1 / live.length)),
    ...real.map(row(1, 1 / Math.max(1, real.length))),
    ...attacks.map(row(0, 2 / attacks.length)),
  ]
  // No measure decides alone: saturation would, on these instruments, and it depends on the camera most.
  const bound = (value: number) => TEXTURE_MEASURES.map(() => value)
  const { weights } = fitLogistic(rows, { penalty: 0.01, lowest: bound(-1.2), highest: bound(1.2) })
  const named = (pick: (k: number) => number) =>
    Object.fromEntries(TEXTURE_MEASURES.map((name, k) => [name, round(pick(k))])) as Record<
      keyof FaceTexture,
      number
    >
  const unbiased: TextureModel = {
    id: 'texture-simulated-2',
    means: named((k) => statistics[k]!.mean),
    scales: named((k) => statistics[k]!.scale),
    weights: named((k) => weights[k]!),
    bias: 0,
    provenance: `Logistic regression on ${live.length} frames of live and ${attacks.length} of attack sessions of simulated persons with even seeds from 20,000 and ${real.length} photographs of LFW View 1; the bias leaves ${100 * TARGET_BPCER} % of the live frames and of the photographs below 0.5, whichever needs it lower. npm run lab -- liveness/measure-pad fit`,
  }
  const low = [live, real].map((group) =>
    quantile(
      group.map((one) => odds(textureScore(one, unbiased))),
      TARGET_BPCER,
    ),
  )
  return { ...unbiased, bias: round(-Math.min(...low)) }
}

function fitFusion(
  from: readonly PresentationFeatures[],
  { photographs }: PadData,
  model: TextureModel,
): PadFusionModel {
  const usable = from.filter(({ trackLost }) => !trackLost)
  const kinds = Object.fromEntries(
    (Object.keys(CUES) as PadEvidenceKind[]).map((kind) => {
      const mine = usable.filter((one) => evidenceKind(reportsWith(one, model)) === kind)
      const real = kind === 'stills' ? photographs.filter((_, i) => i % 2 === 0) : []
      return [kind, fitKind(kind, mine, real, model)]
    }),
  ) as Record<PadEvidenceKind, PadFusionTerms>
  return {
    id: 'pad-simulated-2',
    kinds,
    provenance: `Logistic regression with weights of 0 or more, one for each kind of evidence, on ${usable.length} presentations of simulated persons with even seeds from 20,000; the biases put 0.5 where ${100 * TARGET_BPCER} % of the bona fide presentations of that half lie below, or two standard deviations below their mean, whichever is lower; where at most ${100 * TARGET_APCER} % of the attacks lie above something lower still, half-way to that. npm run lab -- liveness/measure-pad fit`,
  }
}

function fitKind(
  kind: PadEvidenceKind,
  from: readonly PresentationFeatures[],
  photographs: PadData['photographs'],
  model: TextureModel,
): PadFusionTerms {
  const names = CUES[kind]
  const visible = from.filter(({ species }) => species === undefined || FITTED.includes(species))
  const rows = visible.map((one): LabelledRow => {
    const reports = reportsWith(one, model)
    const result = (name: string) => reports.find(({ cueId }) => cueId === name)?.result
    const scored = names.map((name) => {
      const found = result(name)
      return found?.status === 'scored' ? logOdds(found.score) : 0
    })
    const absent = names.map((name) => (result(name)?.status === 'scored' ? 0 : 1))
    const alike = visible.filter(
      ({ species, extent }) => species === one.species && extent === one.extent,
    ).length
    return {
      values: [...scored, ...absent],
      label: one.species === undefined ? 1 : 0,
      weight: (one.species === undefined ? 4 : 1) / alike,
    }
  })
  const { weights } = fitLogistic(rows, {
    penalty: 0.002,
    lowest: [
      ...names.map((name) => BOUNDS[name]?.[0] ?? 0.05),
      ...names.map((name) => (MAY_ABSTAIN.includes(name) ? 0 : -3)),
    ],
    highest: [
      ...names.map((name) => BOUNDS[name]?.[1] ?? 3),
      ...names.map((name) => (MAY_ABSTAIN.includes(name) ? 0 : -0.5)),
    ],
  })
  const unbiased: PadFusionTerms = {
    bias: 0,
    weights: Object.fromEntries(names.map((name, k) => [name, round(weights[k]!)])),
    absent: Object.fromEntries(names.map((name, k) => [name, round(weights[names.length + k]!)])),
  }
  const trial: PadFusionModel = {
    id: 'trial',
    kinds: { stills: unbiased, sequence: unbiased, challenge: unbiased },
    provenance: '',
  }
  const live = from.filter(({ species }) => species === undefined).map((one) => reportsWith(one, model))
  const real = photographs.flatMap(({ texture: one }): CueReport[][] =>
    one === undefined
      ? []
      : [
          [
            {
              cueId: 'texture',
              family: 'texture',
              result: { status: 'scored', score: textureScore(one, model), evidence: {} },
            },
          ],
        ],
  )
  // Each group by itself, so that many photographs do not outvote few sessions.
  const lowest = [live, real]
    .filter((group) => group.length > 0)
    .map((group) => {
      const scores = group.map((reports) => odds(fuseCues(reports, trial) ?? 0.5))
      return Math.min(quantile(scores, TARGET_BPCER), farBelow(scores))
    })
  const accepts = Math.min(...lowest)
  const attackScores = from
    .filter(({ species }) => species !== undefined && FITTED.includes(species))
    .map((one) => odds(fuseCues(reportsWith(one, model), trial) ?? 0.5))
  const refuses = quantile(attackScores, 1 - TARGET_APCER)
  // Where both targets leave a gap, its middle: live people of the other half get as much room as attacks.
  return { ...unbiased, bias: round(-Math.min(accepts - 0.05, (accepts + refuses) / 2)) }
}

/** Two standard deviations below the mean: a quantile of few scores is their lowest, and chance. */
function farBelow(scores: readonly number[]): number {
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length
  return mean - 2 * Math.sqrt(scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / scores.length)
}

function odds(score: number): number {
  return Math.log(Math.max(score, 1e-12) / Math.max(1 - score, 1e-12))
}

/** The largest value that leaves at most this share below it. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(share * sorted.length)] ?? 0
}

function round(value: number): number {
  return Number(value.toFixed(4))
}

function write(path: string, name: string, type: string, from: string, value: object): void {
  const text = `import type { ${type} } from '${from}'\n\n/** Written by npm run lab -- liveness/fit-pad. */\nexport const ${name}: ${type} = ${JSON.stringify(value, null, 2)}\n`
  writeFileSync(join(source, path), text)
}
