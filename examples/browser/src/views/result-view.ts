import { element, made } from '../page/elements.js'
import { entry } from '../page/entry.js'
import { showView } from '../page/show-view.js'
import type { Answer, Operation } from '../service/face-service.js'
import { cueWords } from '../words/cues.js'
import { assuranceWords, outcomeWords } from '../words/outcomes.js'

/** Shows an answer with its reasons and what every cue said. */
export function showResult(operation: Operation, answer: Answer): void {
  const { title, sign } = outcomeWords(answer)
  element('result-title', HTMLElement).textContent = title
  element('verdict', SVGSVGElement).dataset['outcome'] = sign
  element('again', HTMLElement).hidden = answer.outcome === 'enrolled' || answer.outcome === 'accept'
  element('reasons', HTMLElement).replaceChildren(
    ...answer.reasons.filter(({ code }) => code !== 'enrolled').map(({ message }) => made('li', message)),
  )
  element('figures', HTMLElement).replaceChildren(...figures(operation, answer))
  element('cue-details', HTMLElement).hidden = answer.cues.length === 0
  element('cues', HTMLElement).replaceChildren(...answer.cues.map(cueRow))
  showView('result')
}

function figures(
  operation: Operation,
  { assurance, similarity, liveness, usedFrames }: Answer,
): HTMLElement[] {
  const entries = [
    ['Evidence', assuranceWords(assurance)],
    ...(liveness === undefined ? [] : [['Liveness', liveness.toFixed(2)]]),
    ...(similarity === undefined ? [] : [['Similarity', similarity.toFixed(2)]]),
    ...(operation === 'enrol' ? [['Pictures used', String(usedFrames)]] : []),
  ] as const
  return entries.map(([name, value]) => entry(name!, value!))
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
