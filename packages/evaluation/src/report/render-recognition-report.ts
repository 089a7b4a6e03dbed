import type { Failure, RecognitionReport } from '../recognition/recognition-report.js'
import { detChart } from './det-chart.js'
import { histogramChart } from './histogram-chart.js'
import { escapeHtml, page, table } from './markup.js'
import { countText, intervalText, rateText, shareText } from './rate-text.js'

/** A recognition report as one HTML page that loads nothing. File names are shown, pictures never. */
export function renderRecognitionReport(report: RecognitionReport): string {
  const { origin, comparisons } = report
  const body = [
    '<h1>Recognition evaluation</h1>',
    `<p class="soft">${escapeHtml(`${origin.dataset}, ${countText(report.images)} images of ${countText(report.subjects)} people, ${origin.date}`)}</p>`,
    headline(report),
    '<div class="charts">',
    `<figure>${detChart(report)}<figcaption>Error trade-off on normal-deviate axes. Pale bars: 95 % interval by resampling people. Left of 3/N this sample can claim nothing.</figcaption></figure>`,
    `<figure>${histogramChart(report.histogram, {
      label: 'cosine',
      thresholds: report.atSimilarity.map(({ threshold, similarity }) => ({
        at: threshold,
        text: String(similarity),
      })),
    })}<figcaption>Cosines of ${countText(comparisons.mated)} mated and ${countText(comparisons.nonMated)} non-mated comparisons${report.atSimilarity.length > 0 ? '; lines: similarity 0.45 and 0.85' : ''}.</figcaption></figure>`,
    '</div>',
    ratesAtSimilarity(report),
    ratesAtFmr(report),
    accuracySection(report),
    groupSection(report),
    failures(report),
    originSection(report),
  ]
  return page(`Recognition evaluation: ${origin.dataset}`, body.join('\n'))
}

function headline(report: RecognitionReport): string {
  const { strongestClaim, equalErrorRate, accuracy, failureToEnrol, atSimilarity } = report
  const accept = atSimilarity.find(({ similarity }) => similarity === 0.85)
  const items: (readonly [string, string])[] = [
    ...(accept
      ? ([
          [`FMR ${rateText(accept.fmr.measured)}`, `at similarity 0.85: ${accept.fmr.text}`],
          [`FNMR ${rateText(accept.fnmr.measured)}`, `at similarity 0.85: ${accept.fnmr.text}`],
        ] as const)
      : []),
    [
      `EER ${rateText(equalErrorRate.rate)}`,
      equalErrorRate.interval95
        ? `95 %: ${intervalText(equalErrorRate.interval95)}, by subject`
        : 'equal error rate',
    ],
    ...(accuracy
      ? ([
          [
            `Accuracy ${shareText(accuracy.accuracy)}`,
            `${accuracy.folds.length} folds, ± ${shareText(accuracy.standardError)} (standard error)`,
          ],
        ] as const)
      : []),
    [
      `FTE ${rateText(failureToEnrol.rate)}`,
      `failure to enrol: ${countText(failureToEnrol.errors)} of ${countText(failureToEnrol.trials)} images`,
    ],
    [
      'Strongest claim',
      `${strongestClaim.fmr.text}, where ${shareText(strongestClaim.trueAcceptRate)} of mated comparisons match`,
    ],
  ]
  return `<ul class="claims">${items.map(([big, small]) => `<li><b>${escapeHtml(big)}</b><span>${escapeHtml(small)}</span></li>`).join('')}</ul>`
}

function ratesAtSimilarity({ atSimilarity, failureToEnrol }: RecognitionReport): string {
  if (atSimilarity.length === 0) {
    return '<p>This model has no calibration yet, so similarity 0.85 and 0.45 mean nothing for it. <code>faceward calibrate</code> makes one.</p>'
  }
  return [
    '<h2>What the thresholds mean on this data</h2>',
    table(
      ['#similarity', '#cosine', '#FMR', 'claim', '#FNMR', 'claim', '#FNMR with failures to enrol'],
      atSimilarity.map(({ similarity, threshold, fmr, fnmr, fnmrWithFailures }) => [
        similarity.toFixed(2),
        threshold.toFixed(4),
        rateText(fmr.measured),
        fmr.text,
        rateText(fnmr.measured),
        fnmr.text,
        rateText(fnmrWithFailures),
      ]),
    ),
    `<p class="soft">A claim is the highest of the exact binomial bound, 3/N and the bound from resampling people${failureToEnrol.errors > 0 ? '; images without a usable face count as non-matches in the last column' : ''}.</p>`,
  ].join('\n')
}

function ratesAtFmr({ atFmr, comparisons }: RecognitionReport): string {
  return [
    '<h2>Accept rate at a false match rate</h2>',
    table(
      ['#FMR', '#true accepts', '95 % by subject', '#cosine', '#similarity', '#false matches'],
      atFmr.map((row) => [
        rateText(row.targetFmr),
        ...(row.supported
          ? [
              shareText(row.trueAcceptRate),
              row.interval95
                ? `${shareText(row.interval95.lower)} to ${shareText(row.interval95.upper)}`
                : '',
              row.threshold.toFixed(4),
              row.similarity?.toFixed(3) ?? '',
              countText(row.falseMatches),
            ]
          : [
              'sample too small',
              `needs ${countText(Math.ceil(3 / row.targetFmr - 1e-9))} non-mated comparisons`,
              '',
              '',
              '',
            ]),
      ]),
    ),
    `<p class="soft">From ${countText(comparisons.nonMated)} non-mated comparisons${comparisons.possibleNonMated > comparisons.nonMated ? `, a seeded sample of ${countText(comparisons.possibleNonMated)}` : ''}. An FMR below 3/N is not printed.</p>`,
  ].join('\n')
}

function accuracySection({ accuracy }: RecognitionReport): string {
  if (!accuracy) return ''
  return [
    '<h2>Accuracy by fold</h2>',
    `<p>${shareText(accuracy.accuracy)} right decisions; standard error ${shareText(accuracy.standardError)}, standard deviation over folds ${shareText(accuracy.standardDeviation)}. Every fold is decided with the threshold of the others.</p>`,
    table(
      ['#fold', '#pairs', '#accuracy', '#cosine threshold'],
      accuracy.folds.map((fold, i) => [
        String(i + 1),
        String(fold.pairs),
        shareText(fold.accuracy),
        fold.threshold.toFixed(4),
      ]),
    ),
  ].join('\n')
}

function groupSection({ groups }: RecognitionReport): string {
  if (groups.length === 0) return ''
  return [
    '<h2>By group</h2>',
    `<p>At cosine ${groups[0]!.threshold.toFixed(4)}. False matches are counted among people of the same group.</p>`,
    table(
      ['group', '#people', '#FMR', '95 %', '#FNMR', '95 %'],
      groups.map(({ group, subjects, fmr, fnmr }) => [
        group,
        countText(subjects),
        fmr ? rateText(fmr.rate) : '',
        fmr ? `${intervalText(fmr.interval95)} (${countText(fmr.trials)})` : 'no comparison',
        fnmr ? rateText(fnmr.rate) : '',
        fnmr ? `${intervalText(fnmr.interval95)} (${countText(fnmr.trials)})` : 'no comparison',
      ]),
    ),
  ].join('\n')
}

function failures(report: RecognitionReport): string {
  const rows = (list: readonly Failure[]) =>
    list.map(({ first, second, cosine, similarity }) => [
      first,
      second,
      cosine.toFixed(4),
      similarity?.toFixed(3) ?? '',
    ])
  const columns = ['image', 'image', '#cosine', '#similarity']
  const section = (heading: string, list: readonly Failure[]): string =>
    list.length === 0 ? `<h2>${heading}</h2><p>None.</p>` : `<h2>${heading}</h2>${table(columns, rows(list))}`
  return [
    section('False matches, the most alike first', report.falseMatches),
    section('False non-matches, the least alike first', report.falseNonMatches),
    report.enrolmentFailures.length === 0
      ? ''
      : `<h2>Images without a template</h2>${table(
          ['image', 'reason'],
          report.enrolmentFailures.slice(0, 200).map(({ image, reason }) => [image, reason]),
        )}`,
  ].join('\n')
}

function originSection({ origin, bootstrap, comparisons }: RecognitionReport): string {
  const resampling = bootstrap
    ? `People resampled ${countText(bootstrap.replicates)} times, seed ${bootstrap.seed}.`
    : 'People were not resampled.'
  return [
    '<h2>How this was made</h2>',
    `<p><code>${escapeHtml(origin.command)}</code></p>`,
    `<p>Model <code>${escapeHtml(origin.modelId)}</code></p><p>Pipeline <code>${escapeHtml(origin.pipeline)}</code></p>`,
    `<p>${resampling} Comparisons not made because an image gave no template: ${countText(comparisons.matedNotMade)} mated, ${countText(comparisons.nonMatedNotMade)} non-mated.</p>`,
    '<p class="soft">Rates are per comparison (ISO/IEC 19795-1). They hold for people and pictures like these; they are no certificate, and say nothing about presentation attacks.</p>',
  ].join('\n')
}
