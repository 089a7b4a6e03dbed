import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createSimulatedDepthSensor, MATERIAL, type SensorKind } from '@faceward/capture-simulated'
import { KINECT, kinectFaces, readGray16 } from '@faceward/lab-shared/kinect-faces'
import type { DepthMap, FivePoints, HeadPose } from '@faceward/spec'
import { type CachedRender, cachedPeople } from './cached-people.js'
import { present, SPECIES } from './instruments.js'
import { uniformBetween } from './uniform-between.js'

/** One presentation before a depth camera, to be judged from one frame. */
export interface Attempt {
  /** Where it is counted. */
  readonly groups: readonly string[]
  readonly depth: DepthMap
  readonly points: FivePoints
  readonly pose: HeadPose
}

export const BONA_FIDE = 600
export const ATTACKS = 300
export const MASKS = 120
const KINDS: readonly SensorKind[] = ['structured-light', 'time-of-flight', 'active-stereo']
const FRONTAL: HeadPose = { yawDegrees: 0, pitchDegrees: 0, rollDegrees: 0 }

/** Simulated people and attacks, in an order that never changes. */
export async function* simulatedAttempts(folder: string): AsyncGenerator<() => Attempt> {
  const renders = await cachedPeople(folder)
  if (renders.length === 0)
    throw new Error(`${folder} holds no renders: run npm run lab -- depth/render-cache first.`)
  for (let i = 0; i < BONA_FIDE; i++) yield () => bonaFide(renders, i)
  // In turns, so that also a part of them says something of each species.
  const draws = SPECIES.map((_, s) => uniformBetween(270_001 + 2 * s))
  for (let i = 0; i < ATTACKS; i++) {
    for (const [s, species] of SPECIES.entries()) {
      const between = draws[s]!
      const wearer = renders[(i * 7 + s) % renders.length]!
      // Drawn also when the attempt was judged in an earlier run: the next one goes on from it.
      const shown = present(species, wearer, between, wearer.depth.intrinsics)
      yield () => {
        const sensor = createSimulatedDepthSensor({ kind: KINDS[i % 3]!, seed: 280_001 + 2 * i })
        const { glass, materials } = shown
        const sensed = sensor.sense(shown.depth, {
          sequence: i,
          ...(glass ? { glass } : {}),
          ...(materials ? { materials } : {}),
        })
        return { groups: [species], depth: sensed, points: shown.points, pose: FRONTAL }
      }
    }
    if (i < MASKS) yield () => mask(renders, i)
  }
}

function bonaFide(renders: readonly CachedRender[], i: number): Attempt {
  const { depth, materials, points, pose } = renders[i % renders.length]!
  const kind = KINDS[((i % renders.length) + Math.floor(i / renders.length)) % 3]!
  const sensor = createSimulatedDepthSensor({ kind, seed: 290_001 + 2 * i })
  const sensed = sensor.sense(depth, { materials, sequence: i })
  return { groups: ['bona fide, all sensors', `bona fide, ${kind}`], depth: sensed, points, pose }
}

/** A head's relief in one material: neither hair nor eyes lose the sensor's light. */
function mask(renders: readonly CachedRender[], i: number): Attempt {
  const { depth, points, pose, materials } = renders[(i * 5) % renders.length]!
  const kind = KINDS[i % 3]!
  const plain = materials.map((material) => (material === MATERIAL.background ? material : MATERIAL.skin))
  const sensor = createSimulatedDepthSensor({ kind, seed: 300_001 + 2 * i })
  const sensed = sensor.sense(depth, { materials: plain, sequence: i })
  return { groups: ['mask or bust'], depth: sensed, points, pose }
}

/** Real maps; none where the data is absent. */
export async function* realAttempts(data: string): AsyncGenerator<() => Attempt> {
  if (!existsSync(join(data, 'rgbd'))) return
  const subjects = new Map<string, number>()
  for (const { subject, depth, points } of await kinectFaces(join(data, KINECT))) {
    if (!subjects.has(subject)) subjects.set(subject, subjects.size + 1)
    const groups = ['Kinect 2, all subjects', `Kinect 2, subject ${subjects.get(subject)}`]
    yield () => ({ groups, depth, points, pose: FRONTAL })
  }
  for (const [device, focal] of Object.entries(BOARD_FOCALS)) {
    const root = join(data, 'rgbd/truedepth-plane', device)
    for (const name of (await readdir(root)).filter((file) => file.startsWith('depth_')).sort()) {
      const picture = await readGray16(join(root, name))
      for (let window = 0; window < 9; window++) {
        const attempt = boardWindow(device, focal, picture, window)
        if (attempt !== undefined) yield () => attempt
      }
    }
  }
}

const BOARD_FOCALS: Readonly<Record<string, number>> = {
  iPhone11Pro_iOS14: 436.77585,
  iPadPro12_4gen_iOS15: 595.33997,
}

/** A face-sized window over a flat board: the five points as a printed life-size face would have them there. */
function boardWindow(
  device: string,
  focal: number,
  { width, height, data }: { readonly width: number; readonly height: number; readonly data: Uint16Array },
  window: number,
): Attempt | undefined {
  const center = {
    x: (width * ((window % 3) + 1)) / 4,
    y: (height * (Math.floor(window / 3) + 1)) / 4,
  }
  const metres = Float32Array.from(data, (value) => value / 10_000)
  const z = metres[Math.round(center.y) * width + Math.round(center.x)]!
  if (!(z > 0)) return undefined
  const at = (xMm: number, yMm: number) => ({
    x: center.x + (xMm * focal) / (1000 * z),
    y: center.y + (yMm * focal) / (1000 * z),
  })
  const intrinsics = {
    width,
    height,
    focalX: focal,
    focalY: focal,
    principalX: width / 2,
    principalY: height / 2,
  }
  return {
    groups: [`flat board, ${device}`],
    depth: {
      width,
      height,
      data: metres,
      intrinsics,
      registeredToColor: true,
      provenance: { kind: 'sensed', method: 'structured-light', trust: 'driver' },
    },
    points: {
      rightEye: at(-31.5, -35),
      leftEye: at(31.5, -35),
      noseTip: at(0, 2),
      mouthRight: at(-26, 35),
      mouthLeft: at(26, 35),
    },
    pose: FRONTAL,
  }
}
