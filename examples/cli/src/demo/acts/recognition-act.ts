import { frameFromImage, type NodeEngine } from '@faceward/node'
import type { Frame } from '@faceward/spec'
import { CAST, type CastMember, ENROLMENT_SHOTS, PROBE_SHOTS, type Shot } from '../cast.js'
import type { DemoComparison, DemoEnrolment, DemoPicture, DemoProbe } from '../demo-report.js'
import type { PictureOrder } from '../render-pictures.js'
import type { Stage } from './stage.js'

/** The pictures of the first act: everybody, as she is enrolled and as she is verified. */
export const RECOGNITION_ORDERS: readonly PictureOrder[] = CAST.flatMap((member) =>
  [...ENROLMENT_SHOTS, ...PROBE_SHOTS].map((shot) => orderOf(member, shot)),
)

/** Enrols everybody and verifies every probe against everybody. */
export async function playRecognition({ engine, pictures, signal, onProgress }: Stage): Promise<{
  readonly enrolments: readonly DemoEnrolment[]
  readonly probes: readonly DemoProbe[]
}> {
  const pictureOf = (member: CastMember, shot: Shot) => pictures.get(orderOf(member, shot).path)!
  const enrolments: DemoEnrolment[] = []
  for (const member of CAST) {
    onProgress('Enrolling', enrolments.length, CAST.length)
    const shots = ENROLMENT_SHOTS.map((shot) => pictureOf(member, shot))
    enrolments.push(await enroll(engine, member, shots, signal))
  }
  const probes: DemoProbe[] = []
  const total = CAST.length * PROBE_SHOTS.length
  for (const member of CAST) {
    for (const shot of PROBE_SHOTS) {
      onProgress('Verifying', probes.length, total)
      probes.push(await verifyAgainstAll(engine, member, shot, pictureOf(member, shot), signal))
    }
  }
  return { enrolments, probes }
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
