import type { SessionSpecies } from '@faceward/capture-simulated'
import type { AssuranceLevel, Frame, VerificationResult } from '@faceward/spec'
import { encodePng } from '../../pictures/encode-png.js'
import { CAST } from '../cast.js'
import type { DemoGlimpse } from '../demo-report.js'
import { reliefPicture } from '../relief-picture.js'
import type { PictureOrder } from '../render-pictures.js'
import { frameOfRgbd } from '../rgbd-picture.js'
import type { Stage } from './stage.js'

/** Whom all claim to be. */
const VICTIM = CAST[0]!

/** Two-dimensional instruments: what sensed depth refutes. A mask has a face's relief and is not among them. */
const TITLES = {
  'bona-fide': 'herself',
  'flat-print': 'a photograph on paper',
  'bent-print': 'a bent photograph',
  'cutout-print': 'a print with holes, worn',
  'replay-phone': 'a telephone',
  'replay-tablet': 'a tablet',
} as const satisfies Partial<Record<SessionSpecies, string>>
type Species = keyof typeof TITLES
const SPECIES = Object.keys(TITLES) as readonly Species[]

/** One moment of each, through a simulated structured-light sensor. */
export const DEPTH_ORDERS: readonly PictureOrder[] = SPECIES.map(orderOf)

/** Shows the engine the living victim and every flat attack on her to a depth camera, and her once without depth. */
export async function playDepth({
  engine,
  pictures,
  signal,
  onProgress,
}: Stage): Promise<readonly DemoGlimpse[]> {
  const glimpses: DemoGlimpse[] = []
  const verify = (frame: Frame): Promise<VerificationResult> =>
    engine.verify({ subjectId: VICTIM.person.id, frames: [frame], signal })
  for (const species of SPECIES) {
    onProgress('Measuring depth', glimpses.length, SPECIES.length + 1)
    const { path, png } = pictures.get(orderOf(species).path)!
    const frame = frameOfRgbd(await engine.decoder.decode(png))
    const { depth, ...colorOnly } = frame
    const color = await encodePng(frame.image)
    const relief = {
      path: path.replace('.rgbd.png', '-relief.png'),
      png: await encodePng(reliefPicture(depth)),
    }
    const glimpse = {
      title: TITLES[species],
      claimed: VICTIM.person,
      color: { path: path.replace('.rgbd.png', '-color.png'), png: color },
    }
    const expects = species === 'bona-fide' ? ('accept' as const) : ('refuse' as const)
    glimpses.push({
      ...glimpse,
      relief,
      expected: expects,
      ...assured(expects, 'sensed-depth'),
      verification: await verify(frame),
    })
    if (species !== 'bona-fide') continue
    glimpses.push({
      ...glimpse,
      title: 'herself, without the sensor',
      expected: 'accept',
      expectedAssurance: 'stills',
      verification: await verify(colorOnly),
    })
  }
  return glimpses
}

function assured(expected: 'accept' | 'refuse', expectedAssurance: AssuranceLevel) {
  return expected === 'accept' ? { expectedAssurance } : {}
}

function orderOf(species: Species): PictureOrder {
  const session = {
    species,
    seed: VICTIM.seed,
    size: { width: 320, height: 240 },
    durationMs: 100,
    framesPerSecond: 10,
    depthSensor: 'structured-light' as const,
  }
  return {
    path: `pictures/${VICTIM.person.id}/depth-${species}.rgbd.png`,
    seed: VICTIM.seed,
    glimpse: session,
  }
}
