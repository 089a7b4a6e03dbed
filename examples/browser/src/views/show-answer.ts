import { element, made } from '../page/elements.js'
import { entry } from '../page/entry.js'
import type { Answer } from '../service/face-service.js'
import { cueWords } from '../words/cues.js'
import { assuranceWords, reasonWords } from '../words/outcomes.js'

/** An answer's reasons, its figures and more of them, and every cue's answer, where the page has them. */
export function showAnswer(answer: Answer, more: readonly (readonly [string, string])[]): void {
  const { reasons, assurance, liveness, similarity, cues } = answer
  element('reasons', HTMLElement).replaceChildren(
    ...reasons.filter(({ code }) => code !== 'enrolled').map((reason) => made('li', reasonWords(reason))),
  )
  const figures = [
    ['Evidence', assuranceWords(assurance)],
    ...(liveness === undefined ? [] : [['Liveness', liveness.toFixed(2)]]),
    ...(similarity === undefined ? [] : [['Similarity', similarity.toFixed(2)]]),
    ...more,
  ] as const
  element('figures', HTMLElement).replaceChildren(...figures.map(([name, value]) => entry(name!, value!)))
  element('cue-details', HTMLElement).hidden = cues.length === 0
  element('cues', HTMLElement).replaceChildren(...cues.map(cueRow))
}

function cueRow(report: Answer['cues'][number]): HTMLElement {
  const { cue, answer, more } = cueWords(report)
  const name = made('th', cue)
  name.setAttribute('scope', 'row')
  const cell = made('td', answer)
  if (more !== undefined) cell.append(made('span', more, 'quiet'))
  const row = made('tr')
  row.append(name, cell)
  return row
}
