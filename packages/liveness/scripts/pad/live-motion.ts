import type { SceneOptions } from '@faceward/capture-simulated'
import { type Seeded, seeded } from './seeded.js'

/** What the person is asked to do; the names of `CHALLENGE_ACTIONS`. */
export type Action = 'turn-left' | 'turn-right' | 'look-up' | 'blink-twice' | 'come-closer'

export const ACTIONS: readonly Action[] = ['turn-left', 'turn-right', 'look-up', 'blink-twice', 'come-closer']

/** A scripted session: what is asked (possibly nothing) and a scene at every moment. */
export interface LiveMotion {
  readonly actions: readonly Action[]
  sceneAt(seconds: number): SceneOptions
}

export const FRAME_SIDE = 192
export const SECONDS = 3
export const FRAMES_PER_SECOND = 8
export const FRAME_COUNT = SECONDS * FRAMES_PER_SECOND
/** A face box of about 110 pixels at 0.4 m. */
const FIELD_OF_VIEW = 39

/**
 * A person before a hand-held camera for three seconds: sway and turning of the head, slight changes of expression,
 * saccades, blinks at human rate (mean interval 3.5 s, 0.2 to 0.35 s long), camera shake; and, when asked, two actions
 * one after the other, 1.2 s each after a reaction time.
 */
export function liveMotion(seed: number, actions: readonly Action[]): LiveMotion {
  const random = seeded(seed)
  const { between, uniform } = random
  const wander = (amplitude: number) => drift(random, amplitude, [0.25, 0.9])
  const shake = (amplitude: number) => drift(random, amplitude, [1.2, 4])
  const turnedness = between(0.6, 1.6)
  const yaw = wander(3.2 * turnedness)
  const pitch = wander(2 * turnedness)
  const roll = wander(1.2)
  const xM = wander(0.005)
  const yM = wander(0.004)
  const shakeX = shake(0.0012)
  const shakeY = shake(0.0012)
  const near = wander(0.006)
  const smile = drift(random, between(0.03, 0.22), [0.2, 0.7])
  const speech = uniform() < 0.35 ? drift(random, between(0.05, 0.3), [1.5, 3]) : () => 0
  const brow = drift(random, between(0.02, 0.2), [0.3, 1])
  const gazeX = steps(random, 7)
  const gazeY = steps(random, 4)
  const base = {
    yaw: between(-7, 7),
    pitch: between(-5, 5),
    roll: between(-4, 4),
    distance: between(0.37, 0.44),
  }
  const blinks = actions.includes('blink-twice') ? [] : spontaneousBlinks(random)
  const light = lightOf(random)
  const asked = actions.map((action, index) => {
    const start = 0.25 + index * 1.35 + between(0, 0.12)
    const sizes = { 'turn-left': between(17, 27), 'turn-right': -between(17, 27), 'look-up': between(12, 18) }
    return { action, start, size: sizes[action as keyof typeof sizes] ?? between(0.24, 0.3) }
  })
  for (const { action, start } of asked) {
    if (action !== 'blink-twice') continue
    blinks.push({ at: start + between(0.05, 0.15), seconds: between(0.3, 0.4) })
    blinks.push({ at: start + between(0.65, 0.75), seconds: between(0.3, 0.4) })
  }
  const background = { color: grey(random), clutter: uniform(), seed, behindM: between(0.5, 2) }
  return {
    actions,
    sceneAt(seconds) {
      const doing = (name: Action) => {
        const one = asked.find(({ action }) => action === name)
        if (one === undefined) return 0
        const phase = (seconds - one.start) / 1.2
        return phase <= 0 || phase >= 1 ? 0 : one.size * Math.sin(Math.PI * phase) ** 1.2
      }
      const speaking = Math.max(0, speech(seconds))
      const closer = 1 - doing('come-closer')
      return {
        camera: { width: FRAME_SIDE, height: FRAME_SIDE, horizontalFieldOfViewDegrees: FIELD_OF_VIEW },
        pose: {
          yawDegrees: base.yaw + yaw(seconds) + doing('turn-left') + doing('turn-right'),
          pitchDegrees: base.pitch + pitch(seconds) + doing('look-up'),
          rollDegrees: base.roll + roll(seconds),
        },
        distanceM: (base.distance + near(seconds)) * closer,
        offset: {
          xM: (xM(seconds) + shakeX(seconds)) * closer,
          yM: -0.015 + yM(seconds) + shakeY(seconds),
        },
        gaze: { yawDegrees: gazeX(seconds), pitchDegrees: gazeY(seconds) },
        expression: {
          smile: Math.min(1, Math.max(0, 0.15 + smile(seconds))),
          mouthOpen: Math.min(1, speaking),
          browRaise: Math.min(1, Math.max(0, brow(seconds))),
        },
        blink: Math.min(1, Math.max(0, ...blinks.map((blink) => lidAt(blink, seconds)))),
        light,
        background: background as NonNullable<SceneOptions['background']>,
      }
    },
  }
}

/** Smooth wandering about 0: three sines of random frequency and phase. */
function drift({ between }: Seeded, amplitude: number, hertz: readonly [number, number]) {
  const waves = Array.from({ length: 3 }, () => ({
    rate: 2 * Math.PI * between(hertz[0], hertz[1]),
    phase: between(0, 2 * Math.PI),
    size: amplitude * between(0.3, 0.7),
  }))
  return (seconds: number) =>
    waves.reduce((sum, { rate, phase, size }) => sum + size * Math.sin(rate * seconds + phase), 0)
}

/** Saccades: holds a direction for 0.3 to 1.2 seconds, then jumps. */
function steps({ between }: Seeded, size: number) {
  const jumps: { until: number; value: number }[] = []
  for (let until = 0; until < SECONDS + 1; ) {
    until += between(0.3, 1.2)
    jumps.push({ until, value: between(-size, size) })
  }
  return (seconds: number) => jumps.find(({ until }) => seconds < until)?.value ?? 0
}

interface BlinkEvent {
  readonly at: number
  readonly seconds: number
}

function spontaneousBlinks({ between, uniform }: Seeded): BlinkEvent[] {
  const blinks: BlinkEvent[] = []
  for (let at = -3.5 * Math.log(1 - uniform()); at < SECONDS; at += 0.5 - 3 * Math.log(1 - uniform())) {
    blinks.push({ at, seconds: between(0.2, 0.35) })
  }
  return blinks
}

/** The lid closes in a third of a blink and opens in the rest. */
function lidAt({ at, seconds }: BlinkEvent, now: number): number {
  const phase = (now - at) / seconds
  if (phase <= 0 || phase >= 1) return 0
  if (phase < 0.33) return Math.sin((Math.PI / 2) * (phase / 0.33))
  return phase < 0.45 ? 1 : Math.cos((Math.PI / 2) * ((phase - 0.45) / 0.55))
}

function lightOf({ between }: Seeded): NonNullable<SceneOptions['light']> {
  const white = between(4600, 6300)
  return {
    key: {
      azimuthDegrees: between(-55, 55),
      elevationDegrees: between(5, 55),
      kelvin: white + between(-900, 700),
      intensity: between(0.6, 1.1),
    },
    fill: {
      azimuthDegrees: between(-80, 80),
      elevationDegrees: between(-10, 30),
      kelvin: white + between(-500, 1200),
      intensity: between(0.1, 0.4),
    },
    ambient: { kelvin: white + between(-300, 900), intensity: between(0.3, 0.75) },
    whiteKelvin: white,
  }
}

function grey({ between }: Seeded): [number, number, number] {
  const level = between(0.07, 0.55)
  const warm = between(-0.15, 0.15)
  return [level * (1 + warm), level, level * (1 - warm)]
}
