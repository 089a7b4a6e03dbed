import { ADA, STRANGERS } from '../cast.js'
import { photographs } from '../people/photographs.js'
import { enrolled, letIn, performChallenge, stills, told } from '../requests.js'
import { send } from '../servers/send.js'
import { type Attack, tally } from '../stage.js'

/** As a person would who is asked to try again. */
const TRIES = 3

/** The owner does what is asked. */
export const ownerAnswers: Attack = {
  group: 'Talking the challenge away',
  name: 'the owner answers a challenge and is accepted',
  control: true,
  async run(stage) {
    const count = tally()
    const claim = { user_id: stage.victim(ADA) }
    for (let i = 0; i < TRIES; i++) {
      const answer = await performChallenge(stage.stranger(), 'verify', claim, ADA)
      count.add(told(answer), letIn(answer))
      if (letIn(answer)) break
    }
    return count.outcome()
  },
}

/** Where stills are enough. */
export const ownersStills: Attack = {
  group: 'One attempt, many people',
  onPhotographs: true,
  name: "the owner's still, and three of them",
  control: true,
  servers: ['npm start'],
  async run(stage) {
    const count = tally()
    for (const number of [1, 3]) {
      const images = await stills(await photographs(ADA, number, { from: 4 }))
      const answer = await send(stage.stranger(), 'POST', '/verify', { user_id: stage.victim(ADA), images })
      count.add(told(answer), letIn(answer))
    }
    return count.outcome()
  },
}

/** Somebody new. */
export const somebodyEnrols: Attack = {
  group: 'Enrolment',
  name: 'somebody enrols from three photographs, or by a challenge in production, and is accepted',
  control: true,
  async run(stage) {
    const count = tally()
    const claim = { user_id: stage.nobody() }
    const production = stage.name === 'production'
    const person = production ? ADA : STRANGERS[3]
    const photos = await photographs(person, 4)
    const enrolment = production
      ? await performChallenge(stage.stranger(), 'enroll', claim, person)
      : await send(stage.stranger(), 'POST', '/enroll', {
          ...claim,
          images: await stills(photos.slice(0, 3)),
        })
    if (!enrolled(enrolment)) {
      count.add(told(enrolment), false)
      return count.outcome()
    }
    const verification = production
      ? await performChallenge(stage.stranger(), 'verify', claim, person)
      : await send(stage.stranger(), 'POST', '/verify', { ...claim, images: await stills(photos.slice(3)) })
    count.add(`enrolled, ${told(verification)}`, letIn(verification))
    return count.outcome()
  },
}
