// Runs every cue once over every rendered session, and over injections made of live ones.
// Needs: the cache of liveness/render-sessions
//
// Injections of one picture and of a loop, and a swap of faces. What they measured: FACEWARD_PAD_CACHE/features.jsonl.
import { appendFileSync, renameSync, rmSync } from 'node:fs'
import { createDefaultCues, faceTexture, findTrackBreak } from '@faceward/liveness'
import type { ChallengeTranscript, CueReport, FaceSample } from '@faceward/spec'
import { spreadIndices } from '../../../../packages/liveness/src/measure/spread-indices.js'
import { type Extent, FEATURES, type PresentationFeatures } from '../pad/pad-data.js'
import { hasSession, readSession, type SessionRecord } from '../pad/session-file.js'
import { FRAMES_PER_SECOND, type SessionPlan, sessionPlans } from '../pad/session-plan.js'

const cues = createDefaultCues().filter(({ id }) => id !== 'texture')
const PART = `${FEATURES}.part`
rmSync(PART, { force: true })
const plans = sessionPlans().filter(({ id }) => hasSession(id))
for (const plan of plans) {
  const session = readSession(plan.id)
  await keep({ ...session, species: plan.species })
  if (plan.species === 'bona-fide') for (const made of injections(session, plans)) await keep(made)
}
renameSync(PART, FEATURES)

type Presented = Omit<SessionRecord, 'species'> & { readonly species: string }

async function keep(session: Presented): Promise<void> {
  for (const features of await allExtents(session)) appendFileSync(PART, `${JSON.stringify(features)}\n`)
}

async function allExtents(session: Presented): Promise<PresentationFeatures[]> {
  const { samples, actions } = session
  const middle = samples[samples.length >> 1]
  if (middle === undefined) return []
  const still: FaceSample = {
    ...middle,
    frame: { ...middle.frame, source: { ...middle.frame.source, kind: 'still' } },
  }
  const oneSecond = samples.filter(
    ({ frame }) => frame.sequence >= FRAMES_PER_SECOND && frame.sequence < 2 * FRAMES_PER_SECOND,
  )
  return [
    await measure(session, 'still', [still]),
    ...(actions.length === 0
      ? [await measure(session, '1 s', oneSecond), await measure(session, '3 s', samples)]
      : [await measure(session, '3 s + challenge', samples)]),
  ]
}

async function measure(
  { id, species, subject, actions }: Presented,
  extent: Extent,
  samples: readonly FaceSample[],
): Promise<PresentationFeatures> {
  const challenge: ChallengeTranscript | undefined =
    extent === '3 s + challenge' ? { actions, issuedAtMs: 0, expiresAtMs: 10_000 } : undefined
  const evidence = { samples, ...(challenge ? { challenge } : {}) }
  const reports: CueReport[] = []
  for (const cue of cues)
    reports.push({ cueId: cue.id, family: cue.family, result: await cue.evaluate(evidence) })
  const textures = spreadIndices(samples.length, 6).flatMap((index) => {
    const texture = faceTexture(samples[index]!)
    return typeof texture === 'string' ? [] : [texture]
  })
  return {
    id,
    ...(species === 'bona-fide' ? {} : { species }),
    subject,
    extent,
    actions,
    trackLost: findTrackBreak(samples) !== undefined,
    samples: samples.length,
    textures,
    reports,
  }
}

function injections(session: SessionRecord, all: readonly SessionPlan[]): Presented[] {
  const { samples, subject, actions } = session
  if (samples.length < 2 * FRAMES_PER_SECOND) return []
  const of = (species: string, list: readonly FaceSample[]): Presented => ({
    ...session,
    id: session.id.replace('bona-fide', species),
    species,
    samples: list.map((sample, i) => ({
      ...sample,
      frame: { ...sample.frame, sequence: i, timestampMs: (i * 1000) / FRAMES_PER_SECOND },
    })),
  })
  const made = [
    of(
      'injected-still',
      samples.map(() => samples[0]!),
    ),
    of(
      'injected-loop',
      samples.map((_, i) => samples[i % FRAMES_PER_SECOND]!),
    ),
  ]
  // Another subject of the same half, who was asked something as well or was not either.
  const next = all.find(
    (plan) =>
      plan.species === 'bona-fide' &&
      plan.subject > subject &&
      plan.subject % 2 === subject % 2 &&
      plan.actions.length === actions.length,
  )
  if (next !== undefined) {
    const other = readSession(next.id).samples
    made.push(
      of('face-swap', [...samples.slice(0, samples.length >> 1), ...other.slice(samples.length >> 1)]),
    )
  }
  return made
}
