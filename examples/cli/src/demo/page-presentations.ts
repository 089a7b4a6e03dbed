import { whyDecided } from '../reports/why-decided.js'
import { ABSTENTIONS, ASSURANCES, score, VERDICTS } from '../reports/words.js'
import { type DemoPresentation, isAsExpected } from './demo-report.js'
import { escapeXml } from './escape-xml.js'

/** The sessions before the camera as a section of the page: each a short film with what was decided and why. */
export function presentationsHtml(presentations: readonly DemoPresentation[]): string {
  const [first] = presentations
  if (first === undefined) return ''
  return `<section><h2>Attacks</h2>
<p>Everybody below claims to be ${escapeXml(first.claimed.name)} and is asked to do the same before the camera. Only the first is
${escapeXml(first.claimed.name)} herself. The others should not be accepted: ${score(0.4)} of liveness is the least, and a session must be one face's.</p>
<div class="films">
${presentations.map(card).join('\n')}
</div></section>`
}

function card(presentation: DemoPresentation): string {
  const { title, species, expected, verification, picture, film } = presentation
  const { sign, word, tone } = VERDICTS[verification.decision]
  const right = isAsExpected(presentation)
  const unexpected = right ? '' : `<span class="unexpected">expected ${expected}</span>`
  const { width, height, frames, framesPerSecond } = film
  const style = `--film:url('${escapeXml(encodeURI(picture.path))}');--frames:${frames};--seconds:${frames / framesPerSecond};aspect-ratio:${width}/${height}`
  return `<figure class="${tone}${right ? '' : ' wrong'}"><div class="film" role="img" aria-label="${escapeXml(`${title} (${species})`)}" style="${style}"></div>
<figcaption><span class="quiet">${escapeXml(title)}</span><b>${sign} ${word}</b>${unexpected}
<details><summary>${escapeXml(whyDecided(verification))}</summary>${detailsOf(presentation)}</details></figcaption></figure>`
}

function detailsOf({ species, verification }: DemoPresentation): string {
  const { liveness, similarity } = verification
  const cues = liveness.cues.map(({ cueId, result }) =>
    result.status === 'scored'
      ? `${cueId} ${score(result.score)}`
      : `${cueId} did not judge: ${ABSTENTIONS[result.reason]}`,
  )
  const rows = [
    ['Species', species],
    ['Liveness', `${score(liveness.score)}, judged from ${ASSURANCES[liveness.assurance]}`],
    ['Cues', cues.join('; ') || 'none judged'],
    ['Similarity', score(similarity)],
  ]
  return `<dl>${rows.map(([term, words]) => `<dt>${term}</dt><dd>${escapeXml(words!)}</dd>`).join('')}</dl>`
}
