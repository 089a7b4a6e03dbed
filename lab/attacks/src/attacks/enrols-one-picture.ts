import { ADA, STRANGERS } from '../cast.js'
import { photographs } from '../people/photographs.js'
import { enrolled, stills, told } from '../requests.js'
import { send } from '../servers/send.js'
import { type Attack, tally } from '../stage.js'

const group = 'Enrolment'

/** One picture in place of three samples. */
export const enrolsOnePicture: Attack = {
  group,
  onPhotographs: true,
  name: 'the same picture three times',
  async run(stage) {
    const count = tally()
    const [photo] = await photographs(STRANGERS[0], 1, { from: 4 })
    const image = photo!
    const claim = { user_id: stage.nobody(), images: await stills([image, image, image]) }
    const answer = await send(stage.stranger(), 'POST', '/enroll', claim)
    count.add(told(answer), enrolled(answer))
    return count.outcome()
  },
}

/** Three photographs of somebody are enough to enrol under any name. */
export const enrolsWithoutChallenge: Attack = {
  group,
  onPhotographs: true,
  name: 'enrolment from three photographs, no challenge',
  servers: ['production'],
  async run(stage) {
    const count = tally()
    const images = await stills(await photographs(ADA, 3))
    const answer = await send(stage.stranger(), 'POST', '/enroll', { user_id: stage.nobody(), images })
    count.add(told(answer), enrolled(answer))
    return count.outcome()
  },
}
