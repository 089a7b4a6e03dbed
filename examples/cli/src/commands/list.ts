import type { Engine, SubjectSummary } from '@faceward/spec'
import type { RegisterCommand } from '../cli.js'
import { withEngine } from '../engine/with-engine.js'
import { EXIT } from '../exit-codes.js'
import { score } from '../reports/words.js'
import { formatTable } from '../terminal/table.js'

/** `faceward list`: who is enrolled. Shows what templates are made of, never a template. */
export const registerList: RegisterCommand = (program, cli) => {
  program
    .command('list')
    .description('list who is enrolled')
    .action(
      cli.action<[], object>((invocation) =>
        withEngine(
          invocation,
          async (engine) => {
            const subjects = await allSubjects(engine, invocation.signal)
            return {
              exitCode: EXIT.ok,
              result: { subjects },
              print: (terminal) => {
                if (subjects.length === 0) {
                  terminal.line("Nobody is enrolled. Begin with 'faceward enroll <subject> <images...>'.")
                  return
                }
                const heading = ['subject', 'enrolled', 'pictures', 'quality', 'models', 'key']
                terminal.line(formatTable(heading, subjects.map(row)))
              },
            }
          },
          { models: 'none' },
        ),
      ),
    )
}

async function allSubjects(engine: Engine, signal: AbortSignal): Promise<readonly SubjectSummary[]> {
  const subjects: SubjectSummary[] = []
  let cursor: string | undefined
  do {
    const page = await engine.listSubjects({ signal, ...(cursor === undefined ? {} : { cursor }) })
    subjects.push(...page.subjects)
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return subjects.sort((a, b) => a.subjectId.localeCompare(b.subjectId))
}

function row({ subjectId, enrolledAtMs, sampleCount, quality, modelIds, keyId }: SubjectSummary): string[] {
  const date = new Date(enrolledAtMs).toISOString().slice(0, 16).replace('T', ' ')
  return [subjectId, date, String(sampleCount), score(quality), modelIds.join(', '), keyId]
}
