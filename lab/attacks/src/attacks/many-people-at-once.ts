import { ADA, STRANGERS } from '../cast.js'
import { photographs } from '../people/photographs.js'
import { letIn, stills, told } from '../requests.js'
import { send } from '../servers/send.js'
import { type Attack, tally } from '../stage.js'

const group = 'One attempt, many people'

const pictureOf = async (person: number) => (await photographs(person, 1, { from: 4 }))[0]!

async function others(count: number) {
  return Promise.all(STRANGERS.slice(0, count).map(pictureOf))
}

/** Ten faces for one attempt. */
export const tenPeopleAtOnce: Attack = {
  group,
  onPhotographs: true,
  name: 'ten pictures of ten people in one verification, the owner among them',
  async run(stage) {
    const count = tally()
    const strangers = await others(9)
    for (const place of [9, 4]) {
      const pictures = strangers.toSpliced(place, 0, await pictureOf(ADA))
      const claim = { user_id: stage.victim(ADA), images: await stills(pictures) }
      const answer = await send(stage.stranger(), 'POST', '/verify', claim)
      count.add(told(answer), letIn(answer))
    }
    return count.outcome()
  },
}

/** The owner and strangers in one request, wherever she stands. */
export const ownerAmongStrangers: Attack = {
  group,
  onPhotographs: true,
  name: 'the owner and one to four strangers, in every place',
  async run(stage) {
    const count = tally()
    const owner = await pictureOf(ADA)
    for (const number of stage.thorough ? [1, 2, 4] : [1, 4]) {
      const strangers = await others(number)
      for (let place = 0; place <= number; place += stage.thorough ? 1 : number) {
        const images = await stills(strangers.toSpliced(place, 0, owner))
        const answer = await send(stage.stranger(), 'POST', '/verify', { user_id: stage.victim(ADA), images })
        count.add(told(answer), letIn(answer))
      }
    }
    return count.outcome()
  },
}
