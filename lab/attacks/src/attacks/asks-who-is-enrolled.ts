import { CROWD_FROM } from '../cast.js'
import { photographs } from '../people/photographs.js'
import { chanceOfDifference } from '../report/two-sample.js'
import { stills, told } from '../requests.js'
import { send } from '../servers/send.js'
import { type Attack, type Stage, tally } from '../stage.js'

/** As many as fail before each try has to wait. */
const TRIES_AN_ID = 5
const OUTCOMES: Readonly<Record<string, number>> = { reject: 0, re_verify: 1, accept: 2 }
/** Below this it is not chance. */
const TOLD_APART = 0.001
const CALLER_TRIES = 40

/** Strangers' faces on known and on unknown ids: whether outcomes or scores tell which is which. */
export function asksWhoIsEnrolled(crowd: number): Attack {
  const tries = crowd * TRIES_AN_ID
  return {
    group: 'One attempt, many people',
    onPhotographs: true,
    name: 'known or unknown, told by the outcomes and scores of strangers, five tries an id (in: told apart, p < 0.001)',
    async run(stage) {
      const count = tally()
      const people = Array.from({ length: crowd }, (_, i) => CROWD_FROM + i)
      const known = await probe(stage, people, (person) => stage.victim(person), count.add)
      const unknown = await probe(stage, people, () => stage.nobody(), count.add)
      const p = (of: 'outcomes' | 'scores') => chanceOfDifference(known[of], unknown[of], stage.chance)
      const [byOutcome, byScore] = [p('outcomes'), p('scores')]
      const { tries: all, answers } = count.outcome()
      const apart = Math.min(byOutcome, byScore) < TOLD_APART
      const again = (groups: readonly (readonly number[])[]) =>
        groups.flat().filter((one) => one === 1).length
      return {
        tries: all,
        succeeded: apart ? 1 : 0,
        answers,
        note: `re_verify ${again(known.outcomes)} of ${tries} known, ${again(unknown.outcomes)} unknown; p ${byOutcome.toFixed(4)} by outcome, ${byScore.toFixed(4)} by score`,
      }
    },
  }
}

async function probe(
  stage: Stage,
  people: readonly number[],
  idOf: (person: number) => string,
  add: (answer: string, succeeded: boolean) => void,
) {
  const outcomes: number[][] = []
  const scores: number[][] = []
  let asked = 0
  let caller = stage.stranger()
  for (const [index, person] of people.entries()) {
    const user_id = idOf(person)
    const own = { outcomes: [] as number[], scores: [] as number[] }
    for (let turn = 1; turn <= TRIES_AN_ID; turn++) {
      if (++asked % CALLER_TRIES === 0) caller = stage.stranger()
      const stranger = people[(index + turn) % people.length]!
      const images = await stills(await photographs(stranger, 1, { from: 4 }))
      const answer = await send(caller, 'POST', '/verify', { user_id, images })
      const { decision, fusion_score: score } = answer.body
      add(told(answer), false)
      own.outcomes.push(OUTCOMES[decision ?? ''] ?? -1)
      own.scores.push(score ?? -1)
    }
    outcomes.push(own.outcomes)
    scores.push(own.scores)
  }
  return { outcomes, scores }
}
