import { faceRelief } from '@faceward/imaging'
import type { ChallengeTranscript, CueReport, FaceSample, Image } from '@faceward/spec'
import { actionSignals } from '../src/challenges/action-signals.js'
import { createChallengeTracker } from '../src/challenges/create-challenge-tracker.js'
import { createBlinkCue } from '../src/cues/blink-cue.js'
import { depthFeatures } from '../src/cues/depth-features.js'
import { depthVerdict } from '../src/cues/depth-verdict.js'
import { createIntegrityCue } from '../src/cues/integrity-cue.js'
import { createMicroMotionCue } from '../src/cues/micro-motion-cue.js'
import { createParallaxCue } from '../src/cues/parallax-cue.js'
import { faceTexture } from '../src/cues/texture/face-texture.js'
import { noWornSheet } from '../src/cues/worn-sheet.js'
import { DEFAULT_PAD_FUSION } from '../src/detector/default-pad-fusion.data.js'
import { fuseCues } from '../src/detector/pad-fusion.js'
import { findBlinks } from '../src/motion/find-blinks.js'
import { turnRelief } from '../src/motion/turn-relief.js'
import { samplesWithMesh } from '../src/sequence/samples-with-mesh.js'
import { pictureSequence } from './moved-picture.js'
import { cutOutSurface, depthMapOf, depthSample, headSurface } from './surfaces.js'
import { type FaceState, faceSequence } from './synthetic-face.js'
import { random, sampleOf } from './synthetic-samples.js'

/** Every measure of this package over small made-up inputs: what `measures.golden.json` holds. */
export async function measures(): Promise<Record<string, unknown>> {
  return { ...textures(), ...depths(), ...(await motions()), ...challenges(), fusion: fusions() }
}

/** A face of skin's colours with gloss, a little noise, and on request a print's dots or a screen's bezels around it. */
function scene(more: {
  dots?: number
  bezel?: number
  light?: number
  format?: Image['format']
  seed?: number
}): FaceSample {
  const { dots = 0, bezel = 0, light = 1, format = 'rgb8', seed = 5 } = more
  const [width, height] = [300, 200]
  const channels = { rgb8: 3, rgba8: 4, gray8: 1 }[format]
  const next = random(seed)
  const data = new Uint8Array(width * height * channels)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [u, v] = [(x - 148) / 48, (y - 97) / 52]
      const inside = u * u + v * v < 1
      const shade = inside ? 0.62 - 0.2 * u + 0.15 * Math.sin(5 * v + u) : 0.35 + 0.1 * Math.sin(x / 9)
      const gloss = inside && (u + 0.35) ** 2 + (v + 0.3) ** 2 < 0.03 ? 0.45 : 0
      const dot =
        dots * Math.cos((2 * Math.PI * (7 * x + 5 * y)) / 24) * Math.cos((2 * Math.PI * (5 * x - 7 * y)) / 24)
      const edge = Math.abs(x - 148 + 0.06 * (y - 97)) > 95 ? bezel : 0
      const luma = light * (255 * (shade + gloss) + dot - edge) + 9 * (next() - 0.5)
      const warm = gloss > 0 || !inside ? 1 : 1.12 + 0.04 * Math.sin(3 * v)
      const pixel = [luma * warm, luma, luma * (gloss > 0 ? 1 : 0.8), 255]
      const at = (y * width + x) * channels
      for (let c = 0; c < channels; c++) data[at + c] = Math.max(0, Math.min(255, Math.round(pixel[c]!)))
    }
  }
  const sample = sampleOf({ width, height, format, data })
  return { ...sample, box: { x: 98, y: 45, width: 100, height: 104 } }
}

function textures() {
  const found = {
    face: faceTexture(scene({})),
    print: faceTexture(scene({ dots: 22, seed: 6 })),
    screen: faceTexture(scene({ bezel: 70, light: 0.9, seed: 7 })),
    'screen, with alpha': faceTexture(scene({ bezel: 40, format: 'rgba8', seed: 7 })),
    'bright surroundings, in grey': faceTexture(scene({ bezel: -60, format: 'gray8', seed: 8 })),
  }
  return { texture: found }
}

function depths() {
  const of = (depth: ReturnType<typeof depthMapOf>, yaw = 0) => {
    const sample = depthSample(depth, yaw)
    const relief = faceRelief(depth, sample.fivePoints, sample.frame.image)
    const features = relief && depthFeatures(relief)
    return {
      verdict: depthVerdict(sample),
      sheet: [0, 2].map((noise) => features && noWornSheet(features, noise)),
    }
  }
  return {
    depth: {
      head: of(depthMapOf(headSurface)),
      'head, turned': of(
        depthMapOf((x, y) => headSurface(x, y) + 0.3 * x, { seed: 2 }),
        -14,
      ),
      'head, with holes': of(depthMapOf(headSurface, { holes: 0.15, seed: 3 })),
      'head, noisy stereo': of(depthMapOf(headSurface, { noiseMm: 2, seed: 4, method: 'active-stereo' })),
      'head, far': of(depthMapOf(headSurface, { scale: 1.15, seed: 5, method: 'passive-stereo' })),
      'cut-out': of(depthMapOf(cutOutSurface, { seed: 6 })),
      folded: of(depthMapOf((x) => -0.8 * Math.abs(x), { seed: 7 })),
      flat: of(depthMapOf(() => 0, { seed: 8 })),
      // So that every check is in the middle of its span once, from either side.
      'low relief': of(depthMapOf((x, y) => 0.4 * headSurface(x, y), { seed: 9 })),
      'lower relief': of(depthMapOf((x, y) => 0.25 * headSurface(x, y), { seed: 10 })),
      'lowest relief, before a stereo camera': of(
        depthMapOf((x, y) => 0.3 * headSurface(x, y), { seed: 11, method: 'passive-stereo', noiseMm: 1.5 }),
      ),
      'high relief': of(depthMapOf((x, y) => 2.6 * headSurface(x, y), { seed: 12 })),
      small: of(depthMapOf(headSurface, { scale: 0.7, seed: 13 })),
      large: of(depthMapOf(headSurface, { scale: 1.34, seed: 14 })),
      'no data below the mouth': of(
        depthMapOf((x, y) => (y > 58 ? Number.NaN : headSurface(x, y)), { seed: 15 }),
      ),
      'no data of one cheek': of(
        depthMapOf((x, y) => (x > 34 ? Number.NaN : headSurface(x, y)), { seed: 17 }),
      ),
      'a sheet that is bent': of(
        depthMapOf((x, y) => 0.25 * cutOutSurface(x, y) + 0.55 * headSurface(x, y), { seed: 16 }),
      ),
    },
  }
}

const over = (count: number, of: (t: number) => FaceState) =>
  Array.from({ length: count }, (_, i) => of(i / 10))
const lively = over(40, (t) => ({
  yawDegrees: 16 * Math.sin(2 * t),
  pitchDegrees: 5 * Math.cos(3 * t),
  mouthOpen: 0.3 + 0.3 * Math.sin(5 * t),
  blink: [0.8, 2.4].some((at) => t >= at && t < at + 0.25) ? 0.9 : 0,
  scale: 1 + 0.03 * Math.sin(t),
  shiftX: 8 * Math.sin(2 * t),
}))

async function motions() {
  const sessions = {
    lively: faceSequence(lively, { noise: 0.1 }),
    'flat and shaken': faceSequence(lively, { noise: 0.2, flat: true, seed: 3 }),
    'holding still': faceSequence(
      over(16, (t) => ({ smile: 0.2 * t, pitchDegrees: 6 * t })),
      { noise: 0.05, seed: 4 },
    ),
    'not all frames': faceSequence(lively, { noise: 0.1, withoutMesh: (i) => i % 4 === 1, seed: 5 }),
  }
  const cues = [createMicroMotionCue(), createParallaxCue(), createBlinkCue(), createIntegrityCue()]
  const found: Record<string, unknown> = {}
  for (const [name, samples] of Object.entries(sessions))
    for (const cue of cues) found[`${cue.id} of ${name}`] = await cue.evaluate({ samples })
  const seen = samplesWithMesh(sessions.lively)!
  const pairs = [
    [0, 8],
    [8, 24],
    [3, 24],
  ] as const
  return {
    motion: found,
    turns: pairs.map(([a, b]) =>
      turnRelief(seen[a]!.mesh, seen[b]!.mesh, {
        yawDegrees: seen[b]!.pose.yawDegrees - seen[a]!.pose.yawDegrees,
        pitchDegrees: seen[b]!.pose.pitchDegrees - seen[a]!.pose.pitchDegrees,
      }),
    ),
    signals: [0, 9, 17].map((i) => {
      const { mesh, ...signals } = actionSignals(seen[i]!)
      return { ...signals, presence: mesh.presence }
    }),
    blinks: findBlinks(
      [30, 31, 29, 22, 15, 21, 30, 28, 29, 24, 25, 30, 31, 30, 12, 30, 29].map((value) => value / 100),
      Array.from({ length: 17 }, (_, i) => 70 * i + (i % 3)),
    ),
  }
}

function challenges() {
  const sessions: Record<string, readonly [readonly string[], readonly FaceState[]]> = {
    'left and mouth': [['turn-left', 'open-mouth'], acting([{ yawDegrees: 24 }, {}, { mouthOpen: 1 }, {}])],
    'up, closer, smile': [
      ['look-up', 'come-closer', 'smile'],
      acting([{ pitchDegrees: 16 }, {}, { scale: 1.25 }, {}, { smile: 1 }]),
    ],
    'right, away, blinks': [
      ['turn-right', 'move-away', 'blink-twice'],
      acting([{ yawDegrees: -24 }, {}, { scale: 0.8 }, {}, { blink: 0.9 }, {}, { blink: 0.9 }, {}]),
    ],
    'the other way': [['turn-left', 'look-up'], acting([{ yawDegrees: -24 }])],
    'too little': [['turn-left', 'look-up'], acting([{ yawDegrees: 12 }])],
  }
  return {
    challenges: {
      ...Object.fromEntries(
        Object.entries(sessions).map(([name, [actions, states]]) => [
          name,
          followed(actions, faceSequence(states, { noise: 0.05 })),
        ]),
      ),
      'a picture that is tilted': followed(
        ['turn-left', 'look-up'],
        pictureSequence(tilting, { noise: 0.05 }),
      ),
      'a picture in which the network sees a turn': followed(
        ['turn-left', 'look-up'],
        pictureSequence(tilting.map((state) => ({ ...state, tiltYawDegrees: 0 }))),
      ),
    },
  }
}

const tilting = Array.from({ length: 9 }, (_, i) => {
  const share = Math.min(1, Math.max(0, (i - 3) / 4))
  return { tiltYawDegrees: 55 * share, seenYawDegrees: 22 * share }
})

/** From rest to each state and on to the next, three frames of the way and two of staying. */
function acting(states: readonly FaceState[]): FaceState[] {
  const names = ['yawDegrees', 'pitchDegrees', 'scale', 'mouthOpen', 'smile', 'blink'] as const
  const usual = { yawDegrees: 0, pitchDegrees: 0, scale: 1, mouthOpen: 0, smile: 0, blink: 0 }
  const path = [usual, ...states.map((state) => ({ ...usual, ...state }))]
  const ways = path
    .slice(1)
    .flatMap((to, i) =>
      [0.34, 0.7, 1, 1, 1].map((share) =>
        Object.fromEntries(names.map((name) => [name, path[i]![name] + share * (to[name] - path[i]![name])])),
      ),
    )
  return [usual, usual, usual, usual, ...ways]
}

function followed(actions: readonly string[], samples: readonly FaceSample[]) {
  const challenge: ChallengeTranscript = { actions, issuedAtMs: 0, expiresAtMs: 60_000 }
  const tracker = createChallengeTracker(challenge)
  const steps = samples.map((sample) => {
    const { status, step, amount, failure, hint } = tracker.add(sample)
    return [status, step, amount, failure ?? '', hint]
  })
  return { steps, keySamples: tracker.keySamples }
}

function fusions() {
  const report = (cueId: string, family: CueReport['family'], score?: number): CueReport => ({
    cueId,
    family,
    result:
      score === undefined
        ? { status: 'abstained', reason: 'not_measurable' }
        : { status: 'scored', score, evidence: {} },
  })
  const stills = [
    report('texture', 'texture', 0.7),
    report('micro-motion', 'motion'),
    report('blink', 'blink'),
  ]
  const sequence = [
    report('texture', 'texture', 0.4),
    report('micro-motion', 'motion', 0.8),
    report('parallax', 'motion'),
    report('integrity', 'integrity', 0.9),
  ]
  const all = [...sequence, report('blink', 'blink', 0.85), report('challenge', 'challenge', 0.95)]
  return [stills, sequence, all, [...all, report('depth-consistency', 'depth', 0.3)]].map((reports) =>
    fuseCues(reports, DEFAULT_PAD_FUSION),
  )
}
