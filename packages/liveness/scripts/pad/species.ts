import type { Image } from '@faceward/spec'
import { blur, jpeg } from './camera.js'
import { type Instrument, type InstrumentPose, photograph, room } from './instrument.js'
import { type Action, FRAME_COUNT, FRAMES_PER_SECOND } from './live-motion.js'
import { type Seeded, seeded } from './seeded.js'

export const PLANE_SPECIES = ['print-flat', 'print-bent', 'replay-phone', 'replay-tablet'] as const
export type PlaneSpecies = (typeof PLANE_SPECIES)[number]

/**
 * The pictures a lens sees of one attack with a flat or bent instrument. Asked for actions, the attacker tilts a print
 * as far as the face stays visible, holds it nearer, and cannot make it blink; a replay shows a recorded video of the
 * victim answering another challenge, and is held nearer when that is asked.
 */
export async function attackPictures(
  species: PlaneSpecies,
  seed: number,
  sources: { readonly still: Image; readonly video: readonly Image[] },
  actions: readonly Action[],
): Promise<readonly Image[]> {
  const random = seeded(seed + 3_000_000)
  const replay = species.startsWith('replay')
  const instrument = replay ? screen(species, random) : paper(species, random)
  const softness = random.between(0.5, 1.1)
  const still = sources.still
  const printed = replay ? still : { ...still, data: Uint8Array.from(blur(still, softness)) }
  const quality = Math.round(random.between(45, 80))
  const behind = room(random)
  const held = hand(random, actions, replay, species)
  const pictures: Image[] = []
  for (let i = 0; i < FRAME_COUNT; i++) {
    const shown = replay ? await jpeg(sources.video[i]!, quality) : printed
    pictures.push(photograph(shown, instrument, held(i / FRAMES_PER_SECOND), behind))
  }
  return pictures
}

/** Office and photo prints: less contrast and saturation than the screen, dots, some gloss. */
function paper(species: PlaneSpecies, { between, uniform }: Seeded): Instrument {
  return {
    width: between(0.26, 0.3),
    ...(species === 'print-bent' ? { bendRadius: between(0.11, 0.25) } : {}),
    border: uniform() < 0.5 ? between(0.004, 0.02) : 0.2,
    borderColor: [228, 226, 222],
    black: between(18, 42),
    white: between(205, 240),
    saturation: between(0.72, 0.98),
    tint: [between(0.96, 1.04), 1, between(0.94, 1.04)],
    pitch: between(0.00012, 0.0003),
    gridContrast: uniform() < 0.5 ? between(0, 0.006) : between(0.006, 0.03),
    gridDegrees: between(0, 90),
    gloss: between(0, 45),
    glossAt: [between(-0.5, 0.5), between(-0.5, 0.5)],
    glossSize: between(0.15, 0.5),
  }
}

/** Emissive screens behind glass. */
function screen(species: PlaneSpecies, { between, uniform }: Seeded): Instrument {
  const tablet = species === 'replay-tablet'
  return {
    width: tablet ? between(0.2, 0.25) : between(0.11, 0.14),
    border: uniform() < 0.5 ? between(0.004, 0.012) : 0.3,
    borderColor: [14, 14, 15],
    black: between(5, 30),
    white: between(215, 255),
    saturation: between(0.95, 1.2),
    tint: [between(0.92, 1), 1, between(1, 1.1)],
    pitch: tablet ? between(0.00009, 0.00013) : between(0.000055, 0.000075),
    gridContrast: between(0.004, 0.035),
    gridDegrees: between(-8, 8),
    gloss: between(4, 60),
    glossAt: [between(-0.6, 0.6), between(-0.6, 0.6)],
    glossSize: between(0.1, 0.45),
  }
}

/** How a hand holds it: near enough that the face is as large as a live one. */
function hand(
  { between }: Seeded,
  actions: readonly Action[],
  replay: boolean,
  species: PlaneSpecies,
): (seconds: number) => InstrumentPose {
  const wander = (size: number) => {
    const waves = Array.from({ length: 4 }, () => [
      between(0.6, 2 * Math.PI * 3),
      between(0, 6),
      size * between(0.2, 0.6),
    ])
    return (t: number) =>
      waves.reduce((sum, [rate, phase, part]) => sum + part! * Math.sin(rate! * t + phase!), 0)
  }
  const scale = species === 'replay-phone' ? 0.5 : species === 'replay-tablet' ? 0.9 : 1
  const [x, y, z] = [wander(0.004), wander(0.004), wander(0.006)]
  const [yaw, pitch, roll] = [wander(2), wander(2), wander(1.2)]
  const rest = {
    yaw: between(-7, 7),
    pitch: between(-7, 7),
    roll: between(-4, 4),
    distance: scale * between(0.36, 0.42),
  }
  const tilt = between(28, 42)
  return (seconds) => {
    const doing = (action: Action) => {
      const index = actions.indexOf(action)
      const phase = (seconds - 0.3 - 1.35 * index) / 1.2
      return index < 0 || phase <= 0 || phase >= 1 ? 0 : Math.sin(Math.PI * phase) ** 1.2
    }
    const turn = replay ? 0 : tilt * (doing('turn-left') - doing('turn-right'))
    const up = replay ? 0 : 0.8 * tilt * doing('look-up')
    return {
      x: x(seconds) * scale,
      y: y(seconds) * scale,
      distance: (rest.distance + z(seconds) * scale) * (1 - 0.27 * doing('come-closer')),
      yaw: rest.yaw + yaw(seconds) + turn,
      pitch: rest.pitch + pitch(seconds) + up,
      roll: rest.roll + roll(seconds),
    }
  }
}
