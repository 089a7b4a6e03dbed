import { whyDecided } from '../reports/why-decided.js'
import { ASSURANCES, score, VERDICTS } from '../reports/words.js'
import { type DemoGlimpse, type DemoReport, depthScore, isGlimpseAsExpected } from './demo-report.js'
import { escapeXml } from './escape-xml.js'

/** What a depth sensor adds, as a section of the page: each as a picture and as its relief. */
export function depthHtml({ glimpses, leftOut }: Pick<DemoReport, 'glimpses' | 'leftOut'>): string {
  const [first] = glimpses
  if (first === undefined) return ''
  const name = escapeXml(first.claimed.name)
  return `<section><h2>With a depth sensor</h2>
<p>One moment each, through a simulated structured-light sensor; beside the picture the depth as a plaster cast. All claim to be
${name}. A flat thing, bent or with holes in it, has no face's relief, and is refused by that alone: depth 0.50 is the limit. A mask
has a face's relief; depth says nothing against it. Without a sensor the assurance is lower; depth that is only estimated is
marked as such and counts for nothing.</p>
<div class="films">
${glimpses.map(card).join('\n')}
</div>${leftOut.map((line) => `<p class="quiet">${escapeXml(line)}</p>`).join('')}</section>`
}

function card(glimpse: DemoGlimpse): string {
  const { title, color, relief, expected, expectedAssurance, verification } = glimpse
  const { sign, word, tone } = VERDICTS[verification.decision]
  const right = isGlimpseAsExpected(glimpse)
  const wanted = [expected, ...(expectedAssurance ? [`from ${ASSURANCES[expectedAssurance]}`] : [])].join(' ')
  const unexpected = right ? '' : `<span class="unexpected">expected ${escapeXml(wanted)}</span>`
  const images = [color, ...(relief ? [relief] : [])].map(
    ({ path }, i) =>
      `<img src="${escapeXml(encodeURI(path))}" alt="${escapeXml(`${title}: ${i === 0 ? 'the picture' : 'its depth'}`)}">`,
  )
  return `<figure class="${tone}${right ? '' : ' wrong'}"><div class="pair">${images.join('')}</div>
<figcaption><span class="quiet">${escapeXml(title)}</span><b>${sign} ${word}</b>${unexpected}
<p class="quiet">${escapeXml(depthWords(glimpse))}; assurance from ${ASSURANCES[verification.assurance]}. ${escapeXml(whyDecided(verification))}</p></figcaption></figure>`
}

/** What of depth there was. */
export function depthWords(glimpse: DemoGlimpse): string {
  const found = depthScore(glimpse)
  if (found !== undefined) return `depth ${score(found)}`
  return glimpse.verification.frames.some(({ depth }) => depth === 'estimated')
    ? 'depth estimated only'
    : 'no depth'
}
