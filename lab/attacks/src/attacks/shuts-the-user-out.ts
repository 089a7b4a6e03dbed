import { ADA } from '../cast.js'
import { askChallenge, told } from '../requests.js'
import { type Attack, tally } from '../stage.js'

/** A stranger holds every challenge there may be for somebody. */
export const shutsTheUserOut: Attack = {
  group: 'Talking the challenge away',
  name: "a stranger's five open challenges, then the user's own (in: she gets none)",
  async run(stage) {
    const count = tally()
    for (let i = 0; i < 3; i++) {
      const user_id = stage.victim(ADA)
      const stranger = stage.stranger()
      for (let open = 0; open < 6; open++) await askChallenge(stranger, user_id)
      const { challenge, answer } = await askChallenge(stage.stranger(), user_id)
      count.add(challenge ? 'a challenge for the user' : told(answer), challenge === undefined)
    }
    return count.outcome()
  },
}
