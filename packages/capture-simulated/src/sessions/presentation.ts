import { cutFeatures } from '../attacks/cut-out.js'
import { makeMask } from '../attacks/mask.js'
import { drawPaper, drawScreen, type Medium } from '../attacks/medium.js'
import { placeInstrument } from '../attacks/place-instrument.js'
import { createSimulatedPerson, type SimulatedPerson } from '../person/simulated-person.js'
import type { Random } from '../random/random.js'
import { createHeadFrame, toCameraMetres } from '../render/head-frame.js'
import { MATERIAL } from '../render/material.js'
import { renderFrame } from '../render/render-frame.js'
import type { SceneOptions } from '../scene/scene-options.js'
import { parseScene } from '../scene/scene-options.js'
import { actionAt } from './challenge.js'
import { createLiveMotion, type LiveMotion } from './live-motion.js'
import { pictureAt, type Recording, recordVideo } from './recording.js'
import { renderLight } from './render-light.js'
import { drawRoom, type Room } from './room.js'
import type { ParsedSession } from './session-options.js'
import type { SessionFrameTruth } from './session-truth.js'
import { createWander } from './wander.js'

/** What the camera sees at one moment. */
export interface Seen {
  readonly linear: Float32Array
  readonly depth: Float32Array
  readonly materials: Uint8Array
  readonly glass: Uint8Array
  /** Finished pixels, when no camera took them. */
  readonly developed?: Uint8Array
}

/** What stands before the camera in a session. */
export interface Presentation {
  readonly camera: NonNullable<SceneOptions['camera']>
  readonly injected: boolean
  readonly attackerSeed?: number
  see(seconds: number): Seen
  truthAt(seconds: number): SessionFrameTruth
}

const FIELD_OF_VIEW = 44
/** Side of the picture that is printed. */
const PICTURE = 240
/** How far before the eyes a worn print is, millimetres. */
const WORN_BEFORE_MM = 35

export function createPresentation(
  session: ParsedSession,
  person: SimulatedPerson,
  random: Random,
  recording?: Recording,
): Presentation {
  const { species, size, challenge, durationMs, seed } = session
  const camera = { ...size, horizontalFieldOfViewDegrees: FIELD_OF_VIEW, blurPixels: 0 }
  const room = drawRoom(random.fork('room'), seed)
  const whole = { seed, durationMs, challenge }
  const blank = () => new Uint8Array(size.width * size.height)
  const live = (shown: SimulatedPerson, motion: LiveMotion): Presentation => {
    let exposure: number | undefined
    return {
      camera,
      injected: false,
      see(seconds) {
        const light = renderLight(shown, { ...motion(seconds), ...room, camera }, exposure)
        exposure ??= light.exposure
        const { depth, materials } = light.pixels
        return { linear: light.linear, depth, materials, glass: blank() }
      },
      truthAt: (seconds) => truthOf(motion, seconds),
    }
  }
  if (species === 'bona-fide') return live(person, createLiveMotion(whole))
  if (species === 'rigid-mask') {
    return live(makeMask(person, random.fork('mask')), createLiveMotion({ ...whole, rigidFace: true }))
  }
  if (species === 'injected-video' && recording !== undefined) {
    return {
      camera,
      injected: true,
      see(seconds) {
        const count = size.width * size.height
        return {
          linear: new Float32Array(0),
          depth: new Float32Array(count),
          materials: new Uint8Array(count),
          glass: blank(),
          developed: pictureAt(recording, seconds).data,
        }
      },
      truthAt: () => ({}),
    }
  }
  if (species === 'injected-video') {
    // A clip of the victim, looped and stretched in time, handed over as if a camera had taken it.
    const motion = createLiveMotion({ ...whole, seed: seed + 1, challenge: [] })
    const loop = random.between(0.8, 1.6)
    const stretch = random.between(0.7, 1.3)
    return {
      camera,
      injected: true,
      see(seconds) {
        const at = (seconds * stretch) % loop
        const { frame, truth } = renderFrame(person, { ...motion(at), ...room, camera })
        const { image, depth } = frame
        return {
          linear: new Float32Array(0),
          depth: depth!.data,
          materials: truth.materials,
          glass: blank(),
          developed: image.data,
        }
      },
      truthAt: () => ({}),
    }
  }

  const still = portrait(person, { yawDegrees: 0 }, random.fork('photo'))
  if (species === 'cutout-print') {
    const attacker = createSimulatedPerson({ seed: (seed ^ 0x5a5a5a5a) >>> 0 })
    const motion = createLiveMotion(whole)
    const wearer = live(attacker, motion)
    const { rightEye, leftEye } = still.points
    const eyes = Math.hypot(leftEye.x - rightEye.x, leftEye.y - rightEye.y)
    // As large as the wearer's own face, the holes before her eyes.
    const width = (attacker.interocularMm / 1000) * (PICTURE / eyes)
    const below = (0.5 - (leftEye.y + rightEye.y) / 2 / PICTURE) * width
    const paper = { ...drawPaper(random.fork('paper'), true), border: 0.006, width }
    return {
      ...wearer,
      attackerSeed: attacker.seed,
      see(seconds) {
        const seen = wearer.see(seconds)
        const scene = motion(seconds)
        // Worn a little before the face, turning with the head.
        const middle = toCameraMetres(
          createHeadFrame(parseScene({ ...scene, camera })),
          0,
          -1000 * below,
          WORN_BEFORE_MM,
        )
        placeInstrument(
          seen,
          parseScene({ camera }).camera,
          still.image,
          paper,
          { ...pose(scene), xM: middle.x, yM: middle.y, distanceM: middle.z },
          cutFeatures(still.points, still.image),
        )
        return seen
      },
    }
  }

  const medium = mediumOf(species, random.fork('medium'))
  const replay = species === 'replay-phone' || species === 'replay-tablet'
  const shown = replay
    ? (recording ?? recordVideo(person, seed, random))
    : { pictures: [still.image], framesPerSecond: 1 }
  const hand = holdInstrument(
    random.fork('hand'),
    species === 'replay-phone' ? 0.5 : replay ? 0.9 : 1,
    challenge,
    replay,
  )
  const background = renderRoom(camera, room, random.fork('room'))
  const place = parseScene({ camera }).camera
  return {
    camera,
    injected: false,
    see(seconds) {
      const seen: Seen = { ...background(), glass: blank() }
      placeInstrument(seen, place, pictureAt(shown, seconds), medium, hand(seconds))
      return seen
    },
    truthAt: () => ({}),
  }
}

const pose = (scene: ReturnType<LiveMotion>) => ({
  yawDegrees: scene.pose?.yawDegrees ?? 0,
  pitchDegrees: scene.pose?.pitchDegrees ?? 0,
  rollDegrees: scene.pose?.rollDegrees ?? 0,
})

function truthOf(motion: LiveMotion, seconds: number): SessionFrameTruth {
  const scene = motion(seconds)
  return { pose: pose(scene), blink: typeof scene.blink === 'number' ? scene.blink : 0 }
}

function mediumOf(species: ParsedSession['species'], random: Random): Medium {
  if (species === 'replay-phone') return drawScreen(random, 'phone')
  if (species === 'replay-tablet') return drawScreen(random, 'tablet')
  return drawPaper(random, species === 'bent-print')
}

/** The photograph of the victim that is printed. */
function portrait(person: SimulatedPerson, turned: { yawDegrees: number }, random: Random) {
  const { frame, truth } = renderFrame(person, {
    camera: { width: PICTURE, height: PICTURE, horizontalFieldOfViewDegrees: 34 },
    pose: turned,
    distanceM: random.between(0.5, 0.6),
    expression: { smile: random.between(0, 0.4) },
  })
  return { image: frame.image, points: truth.fivePoints }
}

/** Hands that shake, and that do what they can of what is asked: tilt a print, bring it nearer. */
function holdInstrument(
  random: Random,
  scale: number,
  challenge: ParsedSession['challenge'],
  replay: boolean,
) {
  const [x, y, z] = [
    createWander(random, 0.0035, 0.6),
    createWander(random, 0.0035, 0.6),
    createWander(random, 0.005, 0.3),
  ]
  const [yaw, pitch, roll] = [
    createWander(random, 2, 0.5),
    createWander(random, 2, 0.5),
    createWander(random, 1.2, 0.5),
  ]
  const rest = {
    yaw: random.between(-6, 6),
    pitch: random.between(-6, 6),
    roll: random.between(-4, 4),
    distance: scale * random.between(0.37, 0.44),
  }
  const tilt = replay ? 0 : random.between(26, 40)
  return (seconds: number) => ({
    xM: x(seconds) * scale,
    yM: y(seconds) * scale,
    distanceM:
      (rest.distance + z(seconds) * scale) * (1 - 0.27 * actionAt(challenge, 'come-closer', seconds)),
    yawDegrees:
      rest.yaw +
      yaw(seconds) +
      tilt * (actionAt(challenge, 'turn-left', seconds) - actionAt(challenge, 'turn-right', seconds)),
    pitchDegrees: rest.pitch + pitch(seconds) + 0.8 * tilt * actionAt(challenge, 'look-up', seconds),
    rollDegrees: rest.roll + roll(seconds),
  })
}

/** The room without anybody, rendered once. */
function renderRoom(camera: NonNullable<SceneOptions['camera']>, room: Room, random: Random) {
  const nobody = createSimulatedPerson({ seed: Math.floor(random.uniform() * 1000) })
  const { linear, pixels } = renderLight(nobody, { ...room, camera, offset: { xM: 2, yM: 0 } }, 1)
  return () => ({
    linear: linear.slice(),
    depth: pixels.depth.slice(),
    materials: new Uint8Array(pixels.materials.length).fill(MATERIAL.background),
  })
}
