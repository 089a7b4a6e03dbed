import type { MeasuredRate, PadMetrics } from '../pad/pad-metrics.js'
import { formatRateUp } from '../recognition/error-claim.js'
import { escapeHtml, page, table } from './markup.js'
import { countText, intervalText, rateText } from './rate-text.js'

/** A PAD evaluation with what is needed to make it again; plain JSON. */
export interface PadReport {
  readonly format: 'faceward-pad-evaluation/v1'
  readonly origin: {
    readonly command: string
    readonly date: string
    readonly dataset: string
    /** The cues and models, with their hashes, and the threshold. */
    readonly system: string
  }
  readonly metrics: PadMetrics
  /** Presentations that went wrong, by file name. */
  readonly missed: readonly {
    readonly presentation: string
    readonly species?: string
    readonly score?: number
  }[]
}

const claim = (metric: string, rate: MeasuredRate): string =>
  `${metric} <= ${formatRateUp(rate.upper95)} at 95 % (${countText(rate.errors)} of ${countText(rate.trials)})`

const rateCells = (rate: MeasuredRate | undefined): readonly [string, string] =>
  rate
    ? [rateText(rate.rate), `${intervalText(rate.interval95)} (${rate.errors} of ${countText(rate.trials)})`]
    : ['', 'not tested']

/** A PAD report as one HTML page that loads nothing; the worst PAI species leads. */
export function renderPadReport(report: PadReport): string {
  const { metrics, origin } = report
  const cards: (readonly [string, string])[] = [
    ...(metrics.worstApcer
      ? ([
          [
            `APCER ${rateText(metrics.worstApcer.rate)}`,
            `worst species, ${metrics.worstApcer.species}: ${claim('APCER', metrics.worstApcer)}`,
          ],
        ] as const)
      : []),
    ...(metrics.bpcer
      ? ([[`BPCER ${rateText(metrics.bpcer.rate)}`, claim('BPCER', metrics.bpcer)]] as const)
      : []),
    ...(metrics.worstIapar
      ? ([
          [
            `IAPAR ${rateText(metrics.worstIapar.rate)}`,
            `whole system, worst species ${metrics.worstIapar.species}: ${claim('IAPAR', metrics.worstIapar)}`,
          ],
        ] as const)
      : []),
    ...(metrics.bpnrr
      ? ([[`BPNRR ${rateText(metrics.bpnrr.rate)}`, 'bona fide presentations without an answer']] as const)
      : []),
  ]
  const body = [
    '<h1>Presentation attack detection</h1>',
    `<p class="soft">${escapeHtml(`${origin.dataset}, ${origin.date}`)}</p>`,
    `<ul class="claims">${cards.map(([big, small]) => `<li><b>${escapeHtml(big)}</b><span>${escapeHtml(small)}</span></li>`).join('')}</ul>`,
    '<h2>By PAI species, the worst first</h2>',
    table(
      ['species', '#attacks', '#APCER', '95 %', '#APNRR', '#IAPAR', '95 %'],
      metrics.species.map(({ species, presentations, apcer, apnrr, iapar }) => [
        species,
        countText(presentations),
        ...rateCells(apcer),
        rateText(apnrr.rate),
        ...rateCells(iapar),
      ]),
    ),
    '<p class="soft">Species are never averaged: an attacker picks the one that works. Presentations without an answer are not in APCER or BPCER; they are in APNRR and BPNRR.</p>',
    '<h2>What a stronger claim would need</h2>',
    table(
      ['claim at 95 %', '#attacks of one species, none accepted'],
      metrics.attacksNeeded.map((row) => [
        `APCER <= ${formatRateUp(row.claim)}`,
        countText(row.cleanAttacks),
      ]),
    ),
    report.missed.length === 0
      ? ''
      : `<h2>Decided wrongly</h2>${table(
          ['presentation', 'species', '#score'],
          report.missed
            .slice(0, 200)
            .map(({ presentation, species, score }) => [
              presentation,
              species ?? 'bona fide',
              score?.toFixed(3) ?? '',
            ]),
        )}`,
    '<h2>How this was made</h2>',
    `<p><code>${escapeHtml(origin.command)}</code></p><p><code>${escapeHtml(origin.system)}</code></p>`,
    '<p class="soft">Metrics of ISO/IEC 30107-3, measured by whoever ran this command. Only a laboratory certifies.</p>',
  ]
  return page(`PAD evaluation: ${origin.dataset}`, body.join('\n'))
}
