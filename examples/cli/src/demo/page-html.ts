import { calibrationSentence } from '../reports/calibration-sentence.js'
import { ABSTENTIONS, ASSURANCES, score, VERDICTS } from '../reports/words.js'
import { type DemoComparison, type DemoProbe, type DemoReport, isAsExpected, tally } from './demo-report.js'
import { escapeXml } from './escape-xml.js'
import { depthHtml } from './page-depth.js'
import { presentationsHtml } from './page-presentations.js'
import { PAGE_STYLE } from './page-style.js'

/** The demo's report as a page of its own; the pictures lie beside it. */
export function pageHtml(report: DemoReport): string {
  const { right, total } = tally(report)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>faceward demo: ${right} of ${total} as they should be</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<header>
<h1>faceward demo</h1>
<p class="verdict ${right === total ? 'good' : 'bad'}">${right} of ${total} enrolments and decisions are as they should be</p>
<p>Each row is a new picture of somebody, in another pose and light. Each column is the person it is claimed to
be. A claim is true in one column only: there it should be accepted, everywhere else rejected. Open a decision to
see why it was made.</p>
</header>
<main>
<div class="scroll">
<table>
<thead><tr><td></td>${report.enrolments.map(heading).join('')}</tr></thead>
<tbody>
${report.probes.map((probe) => row(probe, report)).join('\n')}
</tbody>
</table>
</div>
${presentationsHtml(report.presentations)}
${depthHtml(report)}
${meaning(report)}
</main>
</body>
</html>
`
}

function heading({ person, pictures, isEnrolled, message }: DemoReport['enrolments'][number]): string {
  const images = pictures
    .map(
      ({ path }, index) =>
        `<img src="${escapeXml(path)}" alt="picture ${index + 1} ${escapeXml(person.name)} was enrolled from">`,
    )
    .join('')
  const failure = isEnrolled ? '' : `<p class="bad">${escapeXml(message)}</p>`
  return `<th scope="col"><div class="enrolled">${images}</div><span class="quiet">claims to be</span> ${escapeXml(person.name)}${failure}</th>`
}

function row(
  { person, title, picture, comparisons }: DemoProbe,
  { enrolments, acceptThreshold }: DemoReport,
): string {
  const cells = enrolments.map(({ person: claimed }) => {
    const comparison = comparisons.find((it) => it.claimed.id === claimed.id)
    return comparison ? cell(comparison, acceptThreshold) : '<td></td>'
  })
  const alt = `${person.name}, ${title}`
  return `<tr><th scope="row"><img src="${escapeXml(picture.path)}" alt="${escapeXml(alt)}"><b>${escapeXml(person.name)}</b><br><span class="quiet">${escapeXml(title)}</span></th>${cells.join('')}</tr>`
}

function cell(comparison: DemoComparison, acceptThreshold: number): string {
  const { verification, expected } = comparison
  const { sign, word, tone } = VERDICTS[verification.decision]
  const unexpected = isAsExpected(comparison) ? '' : `<span class="unexpected">expected ${expected}</span>`
  const position = (value: number) => `${(value * 100).toFixed(1)}%`
  return `<td class="${tone}${unexpected ? ' wrong' : ''}"><details><summary><b>${sign} ${word}</b>${unexpected}
<span class="bar"><i style="width:${position(verification.similarity ?? 0)}"></i><u style="left:${position(acceptThreshold)}"></u></span>
<span class="numbers">similarity ${score(verification.similarity)} &middot; fused ${score(verification.fusionScore)}</span>
<span class="quiet">${escapeXml(verification.message)}</span></summary>${details(comparison)}</details></td>`
}

function details({ verification }: DemoComparison): string {
  const { liveness, contributions, policyId } = verification
  const cues = liveness.cues.map(({ cueId, result }) =>
    result.status === 'scored'
      ? `${cueId} ${score(result.score)}`
      : `${cueId} did not judge: ${ABSTENTIONS[result.reason]}`,
  )
  const terms = Object.entries(contributions).map(([term, value]) => `${term} ${score(value)}`)
  const rows = [
    ['Why', verification.reasons.map(({ message }) => message).join(' ')],
    ['Liveness', `${score(liveness.score)}, judged from ${ASSURANCES[liveness.assurance]}`],
    ['Cues', cues.join('; ')],
    ['Fused from', terms.join(' + ') || 'nothing'],
    ['Policy', policyId.replaceAll(';', '; ')],
  ]
  return `<dl>${rows.map(([term, words]) => `<dt>${term}</dt><dd>${escapeXml(words!)}</dd>`).join('')}</dl>`
}

function meaning({ calibration, acceptThreshold }: DemoReport): string {
  const rates = calibration
    ? `<p>The mark on each bar is where accept begins. ${escapeXml(calibrationSentence(calibration, acceptThreshold))}</p>`
    : ''
  return `<section><h2>What this shows, and what not</h2>${rates}
<p>Everybody here is rendered by <code>@faceward/capture-simulated</code>. Detection, alignment, embedding, sealing, storage and
decision are the real ones. Simulated faces show that the path works; they say nothing about the accuracy on real faces. The four were chosen because they look clearly different.</p>
<p>The pictures of the first part are single stills, so nothing in it proves that a living person was there; the second part is
streams of frames with a challenge. Attacks, like the people, are simulated: real ones will do better and worse. What is measured
of each species, with bounds, is in docs/evaluation/pad-simulated.md.</p></section>`
}
