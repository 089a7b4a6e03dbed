import { createNodeEngine, frameFromImage, type NodeEngine, systemRandom } from '@faceward/node'
import type { Frame } from '@faceward/spec'
import { createMemoryStore } from '@faceward/storage-memory'
import { createKeyring } from '@faceward/template-cipher'
import type { Invocation } from '../cli.js'
import { engineOptions } from '../engine/engine-options.js'
import { CAST, type CastMember, ENROLMENT_SHOTS, PROBE_SHOTS, type Shot } from './cast.js'
import type { DemoComparison, DemoEnrolment, DemoPicture, DemoProbe, DemoReport } from './demo-report.js'
import { type PictureOrder, renderPictures } from './render-pictures.js'

/** Told what the demo is at. */
export type DemoProgress = (title: string, done: number, total: number) => void

/**
 * Enrols the cast from rendered pictures and verifies every probe against everybody, on the real models, with
 * templates sealed under a key made for this run and kept in memory.
 */
export async function runDemo(
  invocation: Invocation,
  folder: string,
  onProgress: DemoProgress,
): Promise<DemoReport> {
  const { environment, signal } = invocation
  const orders = CAST.flatMap((member) =>
    [...ENROLMENT_SHOTS, ...PROBE_SHOTS].map((shot) => orderOf(member, shot)),
  )
  const pictures = await renderPictures(orders, {
    folder,
    signal,
    onRendered: (done) => onProgress('Rendering people', done, orders.length),
  })
  const pictureOf = (member: CastMember, shot: Shot) => pictures.get(orderOf(member, shot).path)!
  const engine = await createNodeEngine({
    ...engineOptions(invocation),
    // The demo shows the defaults, whatever is set for real work.
    environment: onlyPlaces(environment),
    parts: { store: createMemoryStore() },
    keys: createKeyring({ keys: [{ label: 'demo', key: systemRandom.bytes(32) }] }),
    onProgress: ({ done, total }) => onProgress('Loading models', done, total),
  })
  try {
    const enrolments: DemoEnrolment[] = []
    for (const member of CAST) {
      onProgress('Enrolling', enrolments.length, CAST.length)
      enrolments.push(
        await enroll(
          engine,
          member,
          ENROLMENT_SHOTS.map((shot) => pictureOf(member, shot)),
          signal,
        ),
      )
    }
    const probes: DemoProbe[] = []
    const total = CAST.length * PROBE_SHOTS.length
    for (const member of CAST) {
      for (const shot of PROBE_SHOTS) {
        onProgress('Verifying', probes.length, total)
        probes.push(await verifyAgainstAll(engine, member, shot, pictureOf(member, shot), signal))
      }
    }
    return { enrolments, probes, calibration: engine.calibration, acceptThreshold: engine.thresholds.accept }
  } finally {
    await engine.close()
  }
}

function orderOf({ person, seed }: CastMember, { name, scene }: Shot): PictureOrder {
  return { path: `pictures/${person.id}/${name}.png`, seed, scene }
}

async function enroll(
  engine: NodeEngine,
  { person }: CastMember,
  pictures: readonly DemoPicture[],
  signal: AbortSignal,
): Promise<DemoEnrolment> {
  const frames: Frame[] = []
  for (const { png } of pictures) frames.push(await frameOf(engine, png, frames.length))
  const { decision, message } = await engine.enroll({ subjectId: person.id, frames, signal })
  return { person, pictures, isEnrolled: decision === 'enrolled', message }
}

async function verifyAgainstAll(
  engine: NodeEngine,
  { person }: CastMember,
  { title }: Shot,
  picture: DemoPicture,
  signal: AbortSignal,
): Promise<DemoProbe> {
  const comparisons: DemoComparison[] = []
  for (const { person: claimed } of CAST) {
    const frames = [await frameOf(engine, picture.png, 0)]
    const verification = await engine.verify({ subjectId: claimed.id, frames, signal })
    comparisons.push({ claimed, expected: claimed.id === person.id ? 'accept' : 'reject', verification })
  }
  return { person, title, picture, comparisons }
}

async function frameOf(engine: NodeEngine, png: Uint8Array, sequence: number): Promise<Frame> {
  return frameFromImage(await engine.decoder.decode(png), { sequence })
}

/** Of the environment what says where the cache is, and nothing that changes a decision. */
function onlyPlaces(environment: Invocation['environment']): Invocation['environment'] {
  const names = ['FACEWARD_CACHE', 'XDG_CACHE_HOME', 'LOCALAPPDATA']
  return Object.fromEntries(names.map((name) => [name, environment[name]]))
}
