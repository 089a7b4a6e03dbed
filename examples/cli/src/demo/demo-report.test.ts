import type { Outcome, VerificationResult } from '@faceward/spec'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import { contactSheet } from './contact-sheet.js'
import {
  type DemoGlimpse,
  type DemoPerson,
  type DemoReport,
  isGlimpseAsExpected,
  tally,
} from './demo-report.js'
import { pageHtml } from './page-html.js'
import { sheetSvg } from './sheet-svg.js'

const hostile: DemoPerson = { id: 'eve', name: '<img src=x onerror="alert(1)">&co' }
const ada: DemoPerson = { id: 'ada', name: 'Ada' }

function verification(decision: Outcome, similarity: number): VerificationResult {
  const message = `the reason of ${decision}`
  return {
    decision,
    confidence: similarity,
    message,
    match: decision === 'accept',
    reasons: [{ code: 'match', message }],
    liveness: {
      status: 'scored',
      score: 0.9,
      assurance: 'stills',
      cues: [
        { cueId: 'motion', family: 'motion', result: { status: 'abstained', reason: 'stills_only' } },
        {
          cueId: 'texture',
          family: 'texture',
          result: { status: 'scored', score: 0.9, evidence: { detail: 1 } },
        },
      ],
    },
    similarity,
    fusionScore: similarity,
    contributions: { rgb: similarity },
    assurance: 'stills',
    policyId: 'test',
    frames: [],
  }
}

async function reportOf(strangerDecision: Outcome, attackDecision: Outcome = 'reject'): Promise<DemoReport> {
  const png = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#c33' } })
    .png()
    .toBuffer()
  const picture = (path: string) => ({ path, png })
  return {
    enrolments: [ada, hostile].map((person) => ({
      person,
      pictures: [picture(`pictures/${person.id}/1.png`)],
      isEnrolled: true,
      message: 'Enrolled.',
    })),
    probes: [
      {
        person: ada,
        title: 'in a "storm"',
        picture: picture('pictures/ada/2.png'),
        comparisons: [
          { claimed: ada, expected: 'accept', verification: verification('accept', 0.97) },
          { claimed: hostile, expected: 'reject', verification: verification(strangerDecision, 0.5) },
        ],
      },
    ],
    presentations: [
      {
        title: 'a "print"',
        species: 'flat-print',
        claimed: hostile,
        picture: picture('pictures/film.png'),
        film: { width: 64, height: 24, frames: 2, framesPerSecond: 10 },
        still: png,
        expected: 'refuse',
        verification: verification(attackDecision, 0.97),
      },
    ],
    glimpses: [
      {
        title: 'a <sheet>',
        claimed: hostile,
        color: picture('pictures/sheet.png'),
        relief: picture('pictures/sheet-relief.png'),
        expected: 'refuse',
        verification: withDepth(verification('reject', 0.97), 0.1),
      },
    ],
    leftOut: ['ffmpeg is <not> here'],
    calibration: undefined,
    acceptThreshold: 0.85,
  }
}

function withDepth(result: VerificationResult, score: number): VerificationResult {
  const depth = {
    cueId: 'depth-consistency',
    family: 'depth',
    result: { status: 'scored', score, evidence: {} },
  } as const
  return { ...result, liveness: { ...result.liveness, cues: [...result.liveness.cues, depth] } }
}

it('expects a flat thing to be refused by its depth, and a person at the assurance that the sensor gives', async () => {
  const [glimpse] = (await reportOf('reject')).glimpses as [DemoGlimpse]
  expect(isGlimpseAsExpected(glimpse)).toBe(true)
  const otherwise = { ...glimpse, verification: withDepth(verification('reject', 0.5), 0.6) }
  expect(isGlimpseAsExpected(otherwise)).toBe(false)
  expect(isGlimpseAsExpected({ ...glimpse, verification: verification('reject', 0.5) })).toBe(false)
  const live = { ...glimpse, expected: 'accept', expectedAssurance: 'sensed-depth' } as const
  const accepted = withDepth(verification('accept', 0.97), 0.9)
  expect(isGlimpseAsExpected({ ...live, verification: accepted })).toBe(false)
  expect(isGlimpseAsExpected({ ...live, verification: { ...accepted, assurance: 'sensed-depth' } })).toBe(
    true,
  )
})

it('counts what went as it should', async () => {
  expect(tally(await reportOf('reject'))).toEqual({ right: 6, total: 6 })
  expect(tally(await reportOf('re_verify'))).toEqual({ right: 5, total: 6 })
  expect(tally(await reportOf('reject', 're_verify'))).toEqual({ right: 6, total: 6 })
  expect(tally(await reportOf('reject', 'accept'))).toEqual({ right: 5, total: 6 })
  const { enrolments, ...rest } = await reportOf('reject')
  expect(tally({ ...rest, enrolments: enrolments.map((it) => ({ ...it, isEnrolled: false })) }).right).toBe(4)
})

it('shows every probe with scores, decision and reason, and marks what was not expected', async () => {
  for (const show of [pageHtml, sheetSvg]) {
    const right = show(await reportOf('reject'))
    for (const word of ['ACCEPT', 'REJECT', '0.97', '0.50', 'the reason of accept', 'Ada', '6 of 6']) {
      expect(right, show.name).toContain(word)
    }
    expect(right).not.toMatch(/expected reject|not rejected/)
    const wrong = show(await reportOf('re_verify'))
    expect(wrong).toMatch(/expected reject|not rejected/)
    expect(wrong).toContain('5 of 6')
  }
})

it('is safe whatever the names are, and loads nothing from elsewhere', async () => {
  for (const show of [pageHtml, sheetSvg]) {
    const shown = show(await reportOf('reject'))
    expect(shown).not.toContain(hostile.name)
    expect(shown).not.toContain('"storm"')
    expect(shown.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|<script/)
  }
})

it('becomes a picture that has the probe in it', async () => {
  const { data, info } = await sharp(await contactSheet(await reportOf('reject')))
    .raw()
    .toBuffer({ resolveWithObject: true })
  expect(info.width).toBeGreaterThan(900)
  const reds = { count: 0 }
  for (let i = 0; i < data.length; i += info.channels) {
    if (data[i] === 0xcc && data[i + 1] === 0x33 && data[i + 2] === 0x33) reds.count++
  }
  // Two portraits and a probe of 176 x 132, drawn at 1.5 times.
  expect(reds.count).toBeGreaterThan(176 * 132)
})
