import { element } from '../page/elements.js'
import { showView } from '../page/show-view.js'
import type { Answer, Operation } from '../service/face-service.js'
import { outcomeWords } from '../words/outcomes.js'
import { showAnswer } from './show-answer.js'

/** Shows an answer with its reasons and what every cue said. */
export function showResult(operation: Operation, answer: Answer): void {
  const { title, sign } = outcomeWords(answer)
  element('result-title', HTMLElement).textContent = title
  element('verdict', SVGSVGElement).dataset['outcome'] = sign
  element('again', HTMLElement).hidden = answer.outcome === 'enrolled' || answer.outcome === 'accept'
  showAnswer(answer, operation === 'enrol' ? [['Pictures used', String(answer.usedFrames)]] : [])
  showView('result')
}
