import { invalidOption } from '@faceward/plugin-kit'
import { parseOptions } from '@faceward/plugin-kit/schemas'
import type { DepthMap, Frame } from '@faceward/spec'
import { createSimulatedPerson, type SimulatedPerson } from '../person/simulated-person.js'
import { createRandom } from '../random/random.js'
import { focalLength } from '../render/ray-tracer.js'
import { SOURCE_ID } from '../render/render-frame.js'
import { parseScene } from '../scene/scene-options.js'
import { developLight, drawColorCamera } from '../sensors/color-camera.js'
import { createSimulatedDepthSensor } from '../sensors/depth-sensor.js'
import { createPresentation } from './presentation.js'
import type { Recording } from './recording.js'
import { type SessionOptions, sessionSchema } from './session-options.js'
import type { SessionTruth } from './session-truth.js'

/** A session: frames rendered as they are asked for, and what is true of them. */
export interface Session {
  /** Each call starts anew and gives the same frames. */
  frames(): Iterable<Frame>
  readonly truth: SessionTruth
}

/** What a session is made of when somebody has it already; all of it is made from the seed otherwise. */
export interface SessionSources {
  /** The subject, so that her head is baked once for several sessions; stands before `subjectSeed`. */
  readonly person?: SimulatedPerson
  /** What a replay shows or an injection hands over, unchanged; an injected one must have the session's size. */
  readonly recording?: Recording
}

/** Milliseconds by which a camera's clock wavers. */
const JITTER_MS = 1.5

/**
 * A live person or a presentation attack before a camera, deterministic by seed.
 *
 * @throws ConfigurationError `invalid-options`
 */
export function createSession(options: SessionOptions, { person, recording }: SessionSources = {}): Session {
  const session = parseOptions('createSession', sessionSchema, options)
  const { seed, species, size, framesPerSecond, durationMs } = session
  if (species === 'injected-video') assertSize(recording, size)
  const subject = person ?? createSimulatedPerson({ seed: session.subjectSeed ?? seed })
  const subjectSeed = subject.seed
  const random = createRandom(seed, 'session')
  const presentation = createPresentation(session, subject, random, recording)
  const camera = drawColorCamera(random.fork('camera'))
  const count = Math.max(1, Math.round((durationMs * framesPerSecond) / 1000))
  const { camera: view } = parseScene({ camera: presentation.camera })
  const focal = focalLength(view)
  const intrinsics = {
    width: size.width,
    height: size.height,
    focalX: focal,
    focalY: focal,
    principalX: view.principalX,
    principalY: view.principalY,
  }
  const sensor =
    session.depthSensor === undefined || session.depthSensor === 'exact'
      ? undefined
      : createSimulatedDepthSensor({ kind: session.depthSensor, seed })

  function* frames(): Generator<Frame> {
    const clock = createRandom(seed, 'clock')
    for (let sequence = 0; sequence < count; sequence += 1) {
      const seconds = sequence / framesPerSecond
      const seen = presentation.see(seconds)
      const jitter = presentation.injected ? 0 : clock.between(-JITTER_MS, JITTER_MS)
      const data = presentation.injected
        ? seen.developed!
        : developLight(seen.linear, size.width, size.height, camera, seed, sequence)
      const exact: DepthMap = {
        width: size.width,
        height: size.height,
        data: seen.depth,
        intrinsics,
        registeredToColor: true,
        provenance: { kind: 'sensed', method: 'simulated', trust: 'declared', accuracy: 'absolute' },
      }
      const depth =
        session.depthSensor === undefined
          ? undefined
          : sensor === undefined
            ? exact
            : sensor.sense(exact, { materials: seen.materials, glass: seen.glass, sequence })
      yield {
        image: { width: size.width, height: size.height, format: 'rgb8', data },
        colorIntrinsics: intrinsics,
        ...(depth ? { depth } : {}),
        timestampMs: Math.max(0, sequence * (1000 / framesPerSecond) + jitter),
        sequence,
        source: { id: SOURCE_ID, kind: 'stream' },
      }
    }
  }

  const times = Array.from({ length: count }, (_, i) => i / framesPerSecond)
  return {
    frames,
    truth: {
      species,
      attack: species !== 'bona-fide',
      subjectSeed,
      ...(presentation.attackerSeed === undefined ? {} : { attackerSeed: presentation.attackerSeed }),
      frames: times.map((seconds) => presentation.truthAt(seconds)),
    },
  }
}

function assertSize(recording: Recording | undefined, size: { width: number; height: number }): void {
  const other = recording?.pictures.find(
    ({ width, height }) => width !== size.width || height !== size.height,
  )
  if (other === undefined) return
  const message = `expected pictures of ${size.width} x ${size.height}, the session's size; got ${other.width} x ${other.height}`
  throw invalidOption('createSession', 'recording', message)
}
