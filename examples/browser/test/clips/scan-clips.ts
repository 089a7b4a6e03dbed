import { readFileSync } from 'node:fs'
import { createSession, type SessionOptions } from '@faceward/capture-simulated'
import { OWNER, STRANGER } from './clips.js'
import { renderedOnce } from './rendered-once.js'
import { encodeSight, withDepthOf } from './sight-clip.js'

const FRAMES_PER_SECOND = 10

/** What everybody in a scan is asked to do, and when: no action that moving the device would do. */
const CHALLENGE = [
  { action: 'turn-left', atMs: 1800 },
  { action: 'look-up', atMs: 3400 },
] as const

/** What the challenge in the scans asks for, in order. */
export const SCAN_ACTIONS = CHALLENGE.map(({ action }) => action)

/** Upright, as an operator holds a phone; a face as large as in the clips of the webcam. */
const presentation = (species: SessionOptions['species'], subjectSeed: number, seed: number) =>
  ({
    species,
    subjectSeed,
    seed,
    durationMs: 5600,
    framesPerSecond: FRAMES_PER_SECOND,
    size: { width: 320, height: 432 },
    depthSensor: 'time-of-flight',
    challenge: [...CHALLENGE],
  }) satisfies SessionOptions

const CLIPS = {
  owner: () => createSession(presentation('bona-fide', OWNER, 505)),
  stranger: () => createSession(presentation('bona-fide', STRANGER, 606)),
  /** A print of the owner, which is tilted as far as a hand can in place of what is asked. */
  print: () => createSession(presentation('flat-print', OWNER, 707)),
}
type Rendered = keyof typeof CLIPS
/** `flat`: the pictures of `owner` with the depth of `print`, as a copy would be whose pictures give nothing away. */
export type ScanClipName = Rendered | 'flat'
export const SCAN_CLIP_NAMES: readonly ScanClipName[] = [...(Object.keys(CLIPS) as Rendered[]), 'flat']

/** The file of what a device sees in a scan; rendered once for each version of the simulator. */
export const scanClipFile = (name: ScanClipName): string =>
  renderedOnce(`scan-${name}.sight`, () =>
    name === 'flat'
      ? withDepthOf(readFileSync(scanClipFile('owner')), readFileSync(scanClipFile('print')))
      : encodeSight([...CLIPS[name]().frames()], FRAMES_PER_SECOND),
  )
