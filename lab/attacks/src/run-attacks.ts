import { openStage } from './open-stage.js'
import { type Row, rowOf } from './report/attack-table.js'
import type { Attack, Outcome, Stage, StageName } from './stage.js'

/** Tries every attack on a server of its own kind, one after the other but for those that mostly wait. */
export async function runAttacks(
  name: StageName,
  attacks: readonly Attack[],
  options: { readonly seed: number; readonly crowd: number; readonly thorough: boolean },
  onRow: (row: Row) => void,
): Promise<readonly Row[]> {
  const here = attacks.filter(({ servers }) => servers === undefined || servers.includes(name))
  const { stage, close } = await openStage(name, options)
  try {
    const done = async (attack: Attack) => {
      const row = rowOf(attack, name, await outcomeOf(attack, stage))
      onRow(row)
      return row
    }
    const waiting = here.filter(({ waits }) => waits).map(done)
    const rows: Row[] = []
    for (const attack of here) if (!attack.waits) rows.push(await done(attack))
    return [...rows, ...(await Promise.all(waiting))]
  } finally {
    await close()
  }
}

/** A server that breaks off, or ends, has not refused. */
async function outcomeOf(attack: Attack, stage: Stage): Promise<Outcome> {
  try {
    return await attack.run(stage)
  } catch (error) {
    const told = error instanceof Error ? error.message : String(error)
    const succeeded = attack.control ? 0 : 1
    return { tries: 1, succeeded, answers: { [`broke off: ${told.slice(0, 120)}`]: 1 } }
  }
}
