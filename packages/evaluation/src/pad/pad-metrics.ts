import { EvaluationError } from '../evaluation-error.js'
import { clopperPearson, type Interval, trialsForClaim, upperBound } from '../statistics/clopper-pearson.js'

/** One presentation to the system and what became of it. */
export interface Presentation {
  /** The PAI species of an attack (`print-a4-matte`, `phone-replay`); absent for a bona fide presentation. */
  readonly species?: string
  /** The PAD subsystem's answer; `none` when it gave no answer (failure to acquire or abstained). */
  readonly response: 'bona-fide' | 'attack' | 'none'
  /** Whether the whole system, comparison included, accepted; absent where only PAD was tested. */
  readonly accepted?: boolean
  /** Who presented or was impersonated. */
  readonly subject?: string
}

/** A share with what it was counted from and its exact bounds. */
export interface MeasuredRate {
  readonly errors: number
  readonly trials: number
  readonly rate: number
  /** Exact two-sided 95 % interval. */
  readonly interval95: Interval
  /** Exact one-sided 95 % upper bound: what may be claimed. */
  readonly upper95: number
}

export interface SpeciesMetrics {
  readonly species: string
  readonly presentations: number
  /** Attack presentation classification error rate over those with a response; absent when none had one. */
  readonly apcer?: MeasuredRate
  /** Attack presentation non-response rate. */
  readonly apnrr: MeasuredRate
  /** Impostor attack presentation accept rate of the whole system; absent where it was not tested. */
  readonly iapar?: MeasuredRate
}

export interface PadMetrics {
  /** By APCER (by its upper bound among equals), the worst first. */
  readonly species: readonly SpeciesMetrics[]
  /** The worst species' APCER: the figure of ISO/IEC 30107-3. Never a mean over species. */
  readonly worstApcer?: { readonly species: string } & MeasuredRate
  readonly worstIapar?: { readonly species: string } & MeasuredRate
  /** Bona fide presentation classification error rate; absent without bona fide responses. */
  readonly bpcer?: MeasuredRate
  /** Bona fide presentation non-response rate. */
  readonly bpnrr?: MeasuredRate
  /** Clean attacks of one species that a claim at 95 % would need. */
  readonly attacksNeeded: readonly { readonly claim: number; readonly cleanAttacks: number }[]
}

/** A share of trials with its exact bounds; `undefined` without trials. */
export function measureRate(errors: number, trials: number): MeasuredRate | undefined {
  if (trials === 0) return undefined
  return {
    errors,
    trials,
    rate: errors / trials,
    interval95: clopperPearson(errors, trials),
    upper95: upperBound(errors, trials),
  }
}

const count = (of: readonly Presentation[], test: (p: Presentation) => boolean): number =>
  of.filter(test).length

function measureSpecies(species: string, attacks: readonly Presentation[]): SpeciesMetrics {
  const answered = attacks.filter(({ response }) => response !== 'none')
  const apcer = measureRate(
    count(answered, ({ response }) => response === 'bona-fide'),
    answered.length,
  )
  const judged = attacks.filter(({ accepted }) => accepted !== undefined)
  const iapar = measureRate(
    count(judged, ({ accepted }) => accepted === true),
    judged.length,
  )
  return {
    species,
    presentations: attacks.length,
    ...(apcer ? { apcer } : {}),
    apnrr: measureRate(
      count(attacks, ({ response }) => response === 'none'),
      attacks.length,
    )!,
    ...(iapar ? { iapar } : {}),
  }
}

type RateName = 'apcer' | 'iapar'

/** Worst first; species without the rate last. */
const byWorst =
  (name: RateName) =>
  (a: SpeciesMetrics, b: SpeciesMetrics): number =>
    (b[name]?.rate ?? -1) - (a[name]?.rate ?? -1) ||
    (b[name]?.upper95 ?? -1) - (a[name]?.upper95 ?? -1) ||
    a.species.localeCompare(b.species, 'en')

function worst(species: readonly SpeciesMetrics[], name: RateName) {
  const first = [...species].sort(byWorst(name))[0]
  const rate = first?.[name]
  return first && rate ? { species: first.species, ...rate } : undefined
}

/**
 * The metrics of ISO/IEC 30107-3 for presentation attack detection. Classification errors are counted over
 * presentations that got a response and non-responses apart, so that a system cannot look better by not
 * answering. Attacks of different species are never averaged: an attacker chooses the species that works.
 * @throws EvaluationError `sample-too-small` without any presentation
 */
export function measurePad(presentations: readonly Presentation[]): PadMetrics {
  if (presentations.length === 0) {
    throw new EvaluationError('There is no presentation to evaluate.', { code: 'sample-too-small' })
  }
  const groups = new Map<string, Presentation[]>()
  const bonaFide: Presentation[] = []
  for (const presentation of presentations) {
    if (presentation.species === undefined) {
      bonaFide.push(presentation)
      continue
    }
    const group = groups.get(presentation.species) ?? []
    group.push(presentation)
    groups.set(presentation.species, group)
  }
  const species = [...groups].map(([name, attacks]) => measureSpecies(name, attacks)).sort(byWorst('apcer'))
  const answered = bonaFide.filter(({ response }) => response !== 'none')
  const worstApcer = worst(species, 'apcer')
  const worstIapar = worst(species, 'iapar')
  const bpcer = measureRate(
    count(answered, ({ response }) => response === 'attack'),
    answered.length,
  )
  const bpnrr = measureRate(bonaFide.length - answered.length, bonaFide.length)
  return {
    species,
    ...(worstApcer ? { worstApcer } : {}),
    ...(worstIapar ? { worstIapar } : {}),
    ...(bpcer ? { bpcer } : {}),
    ...(bpnrr ? { bpnrr } : {}),
    attacksNeeded: [0.1, 0.05, 0.02, 0.01, 0.001].map((claim) => ({
      claim,
      cleanAttacks: trialsForClaim(claim),
    })),
  }
}
