import type { Invocation, RegisterCommand } from '../cli.js'
import { checkKey } from '../doctor/check-key.js'
import { checkModels } from '../doctor/check-models.js'
import { checkNode } from '../doctor/check-node.js'
import { checkPipeline } from '../doctor/check-pipeline.js'
import { checkSettings } from '../doctor/check-settings.js'
import { checkStore } from '../doctor/check-store.js'
import type { Finding } from '../doctor/finding.js'
import { dataFolder } from '../engine/engine-options.js'
import { EXIT } from '../exit-codes.js'
import { openModelShelf } from '../models/model-shelf.js'
import type { Tone } from '../terminal/terminal.js'

const SIGNS: Readonly<Record<Finding['status'], { sign: string; tone: Tone }>> = {
  ok: { sign: '\u2713', tone: 'good' },
  warning: { sign: '!', tone: 'unsure' },
  failing: { sign: '\u2717', tone: 'bad' },
}

/** `faceward doctor`: is everything in place, and if not, what to do. */
export const registerDoctor: RegisterCommand = (program, cli) => {
  program
    .command('doctor')
    .description('check Node, settings, key, models, native parts and store, and say what to do')
    .action(
      cli.action<[], object>(async (invocation) => {
        const findings = await examine(invocation)
        const isWell = findings.every(({ status }) => status !== 'failing')
        return {
          exitCode: isWell ? EXIT.ok : EXIT.broken,
          result: { isWell, findings },
          print: (terminal) => {
            for (const { check, status, detail, advice } of findings) {
              const { sign, tone } = SIGNS[status]
              terminal.line(`${terminal.style(tone, sign)} ${terminal.style('strong', check)}: ${detail}`)
              if (advice) terminal.line(`    ${advice}`)
            }
            terminal.line()
            terminal.line(
              isWell ? 'Everything is in place.' : terminal.style('bad', 'Something is not in place.'),
            )
          },
        }
      }),
    )
}

async function examine(invocation: Invocation): Promise<readonly Finding[]> {
  const { environment, terminal } = invocation
  const steps: [string, () => readonly Finding[] | Promise<readonly Finding[]>][] = [
    ['Node', () => [checkNode(process.versions.node)]],
    ['settings', () => [checkSettings(environment)]],
    ['template key', async () => [await checkKey(environment, dataFolder(invocation))]],
    ['models', () => checkModels(openModelShelf(invocation), invocation.signal)],
    ['pipeline', async () => [await checkPipeline(invocation)]],
    ['template store', async () => [await checkStore(invocation)]],
  ]
  const bar = terminal.progress('Checking', steps.length)
  const findings: Finding[] = []
  try {
    for (const [index, [title, check]] of steps.entries()) {
      bar.update(index, title)
      findings.push(...(await check()))
    }
  } finally {
    bar.stop()
  }
  return findings
}
