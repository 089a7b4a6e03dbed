import { join, resolve } from 'node:path'
import type { Invocation, RegisterCommand } from '../cli.js'
import { contactSheet } from '../demo/contact-sheet.js'
import { type DemoReport, isAsExpected, isGlimpseAsExpected, tally } from '../demo/demo-report.js'
import { pageHtml } from '../demo/page-html.js'
import { printReport } from '../demo/print-report.js'
import { runDemo } from '../demo/run-demo.js'
import { EXIT } from '../exit-codes.js'
import { writeFileAtomically } from '../files/write-file-atomically.js'

interface DemoOptions {
  readonly out: string
}

const SHEET = 'contact-sheet.png'
const PAGE = 'index.html'

/** `faceward demo`: simulated people, real models, every decision in a table, a page and a picture. */
export const registerDemo: RegisterCommand = (program, cli) => {
  program
    .command('demo')
    .description(
      'enrol simulated people on the real models, verify each against all, attack one, and show why',
    )
    .option('--out <folder>', 'where the page and the pictures go', 'out/demo')
    .action(
      cli.action<[], DemoOptions>(async (invocation, _, { out }) => {
        const folder = resolve(out)
        const report = await withProgress(invocation, folder)
        for (const { color, relief } of report.glimpses) {
          for (const { path, png } of [color, ...(relief ? [relief] : [])])
            await writeFileAtomically(join(folder, path), png)
        }
        await writeFileAtomically(join(folder, PAGE), pageHtml(report))
        await writeFileAtomically(join(folder, SHEET), await contactSheet(report))
        const { right, total } = tally(report)
        return {
          exitCode: right === total ? EXIT.ok : EXIT.broken,
          result: { right, total, folder, page: PAGE, sheet: SHEET, ...withoutPixels(report) },
          print: (terminal) => {
            printReport(terminal, report)
            terminal.line()
            const isRight = right === total
            const verdict = `${right} of ${total} enrolments and decisions are as they should be.`
            terminal.line(terminal.style(isRight ? 'good' : 'bad', verdict))
            terminal.line(`Look at ${join(out, PAGE)} and ${join(out, SHEET)}.`)
          },
        }
      }),
    )
}

async function withProgress(invocation: Invocation, folder: string): Promise<DemoReport> {
  const bar = invocation.terminal.progress('Demo', 1)
  try {
    return await runDemo(invocation, folder, (title, done, total) =>
      bar.update(done / Math.max(1, total), title),
    )
  } finally {
    bar.stop()
  }
}

/** The report for machines: paths in place of pictures. */
function withoutPixels({ enrolments, probes, presentations, glimpses, leftOut }: DemoReport) {
  return {
    enrolments: enrolments.map(({ pictures, ...rest }) => ({
      ...rest,
      pictures: pictures.map(({ path }) => path),
    })),
    probes: probes.map(({ picture, comparisons, ...rest }) => ({
      ...rest,
      picture: picture.path,
      comparisons: comparisons.map((comparison) => ({ ...comparison, asExpected: isAsExpected(comparison) })),
    })),
    presentations: presentations.map(({ picture, still: _, ...rest }) => ({
      ...rest,
      picture: picture.path,
      asExpected: isAsExpected(rest),
    })),
    glimpses: glimpses.map((glimpse) => {
      const { color, relief, ...rest } = glimpse
      const paths = { color: color.path, ...(relief ? { relief: relief.path } : {}) }
      return { ...rest, ...paths, asExpected: isGlimpseAsExpected(glimpse) }
    }),
    leftOut,
  }
}
