import type { Attack, Outcome, StageName } from '../stage.js'

/** What an attack came to on one server. */
export interface Row {
  readonly group: string
  readonly name: string
  readonly server: StageName
  readonly control: boolean
  readonly outcome: Outcome
}

export const rowOf = ({ group, name, control }: Attack, server: StageName, outcome: Outcome): Row => ({
  group,
  name,
  server,
  control: control === true,
  outcome,
})

/** Whether all is as it should be: nobody got in, or of a control, the honest person was served at least once. */
export function isAsItShouldBe({ control, outcome }: Pick<Row, 'control' | 'outcome'>): boolean {
  return control ? outcome.succeeded > 0 : outcome.succeeded === 0 && outcome.tries > 0
}

/** In a few words: how often, and what was answered. */
export function verdictOf({ control, outcome }: Pick<Row, 'control' | 'outcome'>): string {
  const { tries, succeeded, answers, note } = outcome
  const word = control
    ? succeeded > 0
      ? 'served'
      : '**not served**'
    : tries === 0
      ? '**not tried**'
      : succeeded > 0
        ? `**in**, ${succeeded} of ${tries}`
        : `refused, ${tries} tries`
  const told = Object.entries(answers)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 4)
    .map(([answer, count]) => (count === 1 ? answer : `${answer} (${count})`))
  return [word, told.join('; '), note].filter((part) => part !== undefined && part !== '').join('. ')
}
