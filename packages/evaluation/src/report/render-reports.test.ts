import { describe, expect, it } from 'vitest'
import { measurePad } from '../pad/pad-metrics.js'
import { compareAll } from '../recognition/compare-all.js'
import { evaluateRecognition } from '../recognition/evaluate-recognition.js'
import { createSeededRandom } from '../statistics/seeded-random.js'
import { roundTicks } from './chart-frame.js'
import { renderPadReport } from './render-pad-report.js'
import { renderRecognitionReport } from './render-recognition-report.js'

const HOSTILE = '<img src=x onerror=alert(1)>"&.jpg'

const random = createSeededRandom(2)
const vectors = Array.from({ length: 40 }, () => {
  const vector = Float32Array.from({ length: 8 }, random.normal)
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
})
const report = await evaluateRecognition({
  origin: {
    command: 'faceward evaluate recognition --pairs "a b.txt"',
    date: '2026-11-22',
    dataset: 'a set',
    protocol: 'pairs',
    modelId: 'model',
    pipeline: 'pipeline',
  },
  comparisons: compareAll({ vectors, subjects: vectors.map((_, i) => i >> 1) }),
  imageNames: vectors.map((_, i) => (i % 2 ? HOSTILE : `person/${i}.jpg`)),
  imagesAttempted: 41,
  enrolmentFailures: [{ image: HOSTILE, reason: 'no_face' }],
  calibration: { slope: 5, midpoint: 0.2 },
  replicates: 20,
})

const pad = renderPadReport({
  format: 'faceward-pad-evaluation/v1',
  origin: { command: 'c', date: '2026-11-22', dataset: 'd', system: 's' },
  metrics: measurePad([
    ...Array.from({ length: 150 }, () => ({ species: HOSTILE, response: 'attack' as const })),
    ...Array.from({ length: 40 }, () => ({ response: 'bona-fide' as const })),
  ]),
  missed: [],
})

describe.each([
  ['recognition', renderRecognitionReport(report)],
  ['pad', pad],
])('the %s page', (_, html) => {
  it('loads nothing, runs nothing and shows no picture', () => {
    expect(html).not.toMatch(/<script|<img|<link|<iframe|https?:|url\(|@import|data:/i)
    expect(html).toContain("default-src 'none'")
  })

  it('escapes what came from the data set', () => {
    expect(html).not.toContain(HOSTILE)
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&amp;.jpg')
  })

  it('holds no number that is none', () => {
    expect(html).not.toMatch(/NaN|Infinity|undefined/)
  })

  it('closes every tag it opens', () => {
    const open: string[] = []
    for (const [, slash, name, attributes] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)((?:"[^"]*"|[^">])*)>/g)) {
      if (slash) expect(open.pop()).toBe(name)
      else if (!attributes!.endsWith('/') && name !== 'meta') open.push(name!)
    }
    expect(open).toEqual([])
  })
})

describe('the recognition page', () => {
  const html = renderRecognitionReport(report)

  it('prints the claims and refuses rates beyond the sample', () => {
    expect(html).toContain(report.strongestClaim.fmr.text.replace('<=', '&lt;='))
    expect(html).toContain('sample too small')
    expect(html).toContain('needs 3,000,000 non-mated comparisons')
  })

  it('draws the error trade-off and the histogram with a description for those who cannot see them', () => {
    expect(html.match(/<svg[^>]*role="img" aria-label="[^"]+"/g)).toHaveLength(2)
  })
})

it('leads the PAD page with the worst species and what a stronger claim needs', () => {
  expect(pad).toContain('APCER none seen')
  expect(pad).toContain('APCER &lt;= 1.98 % at 95 %')
  expect(pad).toContain('2,995')
})

it('puts axis ticks at round numbers', () => {
  expect(roundTicks(-0.13, 0.92).map(({ text }) => text)).toEqual(['0.0', '0.2', '0.4', '0.6', '0.8'])
  expect(roundTicks(0, 11).map(({ text }) => text)).toEqual(['0', '2', '4', '6', '8', '10'])
})
