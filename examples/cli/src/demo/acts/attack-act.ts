import type { SessionAction, SessionSpecies } from '@faceward/capture-simulated'
import { encodePng } from '../../pictures/encode-png.js'
import { CAST } from '../cast.js'
import type { DemoPresentation } from '../demo-report.js'
import { FILM, FILMED, framesOf } from '../film.js'
import type { PictureOrder } from '../render-pictures.js'
import type { Stage } from './stage.js'

/** Whom all attacks claim to be. */
const VICTIM = CAST[0]!
/** What everybody is asked to do, and when, milliseconds. */
const ASKED: readonly { action: SessionAction; atMs: number }[] = [
  { action: 'turn-left', atMs: 0 },
  { action: 'blink-twice', atMs: 1350 },
]
const CHALLENGE = { actions: ASKED.map(({ action }) => action), issuedAtMs: 0, expiresAtMs: 10_000 }

const TITLES: Readonly<Record<SessionSpecies, string>> = {
  'bona-fide': 'herself, alive',
  'flat-print': 'a photograph on paper',
  'bent-print': 'a bent photograph',
  'cutout-print': 'a print with holes, worn',
  'replay-phone': 'a video on a phone',
  'replay-tablet': 'a video on a tablet',
  'rigid-mask': 'a rigid mask',
  'injected-video': 'an injected clip',
}
const SPECIES = Object.keys(TITLES) as readonly SessionSpecies[]

/** The films of the second act: the victim herself, and every attack on her. */
export const ATTACK_ORDERS: readonly PictureOrder[] = SPECIES.map(orderOf)

/** Shows the engine the living victim and every attack on her, all asked to turn the head and to blink twice. */
export async function playAttacks({
  engine,
  pictures,
  signal,
  onProgress,
}: Stage): Promise<readonly DemoPresentation[]> {
  const presentations: DemoPresentation[] = []
  for (const species of SPECIES) {
    onProgress('Attacking', presentations.length, SPECIES.length)
    const picture = pictures.get(orderOf(species).path)!
    const frames = framesOf(await engine.decoder.decode(picture.png))
    const verification = await engine.verify({
      subjectId: VICTIM.person.id,
      frames,
      challenge: CHALLENGE,
      signal,
    })
    presentations.push({
      title: TITLES[species],
      species,
      claimed: VICTIM.person,
      picture,
      film: FILM,
      still: await encodePng(frames[FILM.frames >> 1]!.image),
      expected: species === 'bona-fide' ? 'accept' : 'refuse',
      verification,
    })
  }
  return presentations
}

/** Where the film of her living self is. */
export const livingFilmPath = (): string => orderOf('bona-fide').path

function orderOf(species: SessionSpecies): PictureOrder {
  const session = { ...FILMED, species, seed: VICTIM.seed, challenge: [...ASKED] }
  return { path: `pictures/${VICTIM.person.id}/session-${species}.png`, seed: VICTIM.seed, session }
}
