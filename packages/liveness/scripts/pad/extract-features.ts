/**
 * Runs every cue once over every made session and over what is derived from live ones (injections, a swap of faces),
 * and keeps what they measured: one JSON line a presentation in FACEWARD_PAD_CACHE/features.jsonl.
 *   node --conditions=@faceward/source --import ./scripts/run-typescript.mjs packages/liveness/scripts/pad/extract-features.ts
 */
import { appendFileSync, existsSync, readdirSync, rmSync } from 'node:fs'
import type { ChallengeTranscript, CueReport, FaceSample } from '@faceward/spec'
import { createDefaultCues, faceTexture, findTrackBreak } from '../../src/index.js'
import { spreadIndices } from '../../src/measure/spread-indices.js'
import { FRAMES_PER_SECOND } from './live-motion.js'
import { cacheFolder } from './live-sessions.js'
import { type Extent, FEATURES, type PresentationFeatures, readFeatures } from './pad-data.js'
import { seeded } from './seeded.js'
import { readSession, type SessionRecord } from './session-file.js'

const cues = createDefaultCues().filter(({ id }) => id !== 'texture')

async function measure(
  session: SessionRecord,
  extent: Extent,
  samples: readonly FaceSample[],
): Promise<PresentationFeatures> {
  const { id, subject, species } = session
  const challenge: ChallengeTranscript | undefined =
    extent === '3 s + challenge'
      ? { actions: session.actions, issuedAtMs: 0, expiresAtMs: 10_000 }
      : undefined
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
    ...(species ? { species } : {}),
    subject,
    extent,
    trackLost: findTrackBreak(samples) !== undefined,
    samples: samples.length,
    textures,
    reports,
  }
}

async function allExtents(session: SessionRecord): Promise<PresentationFeatures[]> {
  const { samples, actions } = session
  if (samples.length === 0) return []
  const middle = samples[samples.length >> 1]!
  const still: FaceSample = {
    ...middle,
    frame: { ...middle.frame, source: { ...middle.frame.source, kind: 'still' } },
  }
  const features = [await measure(session, 'still', [still])]
  if (actions.length === 0) {
    features.push(
      await measure(
        session,
        '1 s',
        samples.filter(({ frame }) => frame.sequence >= 8 && frame.sequence < 17),
      ),
    )
    features.push(await measure(session, '3 s', samples))
  } else features.push(await measure(session, '3 s + challenge', samples))
  return features
}

/** Sample by sample of a source, at the times of a stream. */
function retimed(samples: readonly FaceSample[]): FaceSample[] {
  return samples.map((sample, i) => ({
    ...sample,
    frame: { ...sample.frame, sequence: i, timestampMs: (i * 1000) / FRAMES_PER_SECOND },
  }))
}

function injected(session: SessionRecord, others: readonly SessionRecord[]): SessionRecord[] {
  const { samples } = session
  if (samples.length < 16) return []
  const of = (species: string, list: readonly FaceSample[]): SessionRecord => ({
    ...session,
    id: session.id.replace('live', species),
    species,
    samples: retimed(list),
  })
  const { pick } = seeded(session.subject * 31 + session.actions.length)
  const made = [
    of(
      'injected-still',
      Array.from({ length: 24 }, () => samples[0]!),
    ),
    of(
      'injected-loop',
      Array.from({ length: 24 }, (_, i) => samples[i % 8]!),
    ),
  ]
  const same = others.filter(
    (other) =>
      other.id !== session.id &&
      other.subject % 2 === session.subject % 2 &&
      other.subject !== session.subject &&
      other.actions.length === session.actions.length &&
      other.samples.length >= 16,
  )
  if (same.length > 0) {
    const other = pick(same)
    made.push(of('injected-video', other.samples))
    made.push(of('face-swap', [...samples.slice(0, 12), ...other.samples.slice(12)]))
  }
  return made
}

if (process.argv[2] === 'fresh') rmSync(FEATURES, { force: true })
const known = new Set(existsSync(FEATURES) ? readFeatures().map(({ id }) => id) : [])
const ids = readdirSync(cacheFolder('sessions'))
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.slice(0, -5))
const live: SessionRecord[] = []
for (const id of ids.sort()) {
  const isLive = id.startsWith('live')
  if (known.has(id) && !isLive) continue
  const session = readSession(id)
  if (isLive) live.push(session)
  if (!known.has(id)) await keep(session)
}
for (const session of live) {
  if (known.has(session.id.replace('live', 'face-swap'))) continue
  for (const attack of injected(session, live)) if (!known.has(attack.id)) await keep(attack)
}

async function keep(session: SessionRecord): Promise<void> {
  const features = await allExtents(session)
  appendFileSync(FEATURES, features.map((one) => `${JSON.stringify(one)}\n`).join(''))
}
