import type { RegisterCommand } from '../cli.js'
import { withEngine } from '../engine/with-engine.js'
import { EXIT } from '../exit-codes.js'

/** `faceward delete <subject>`: deletes everything kept of a subject. */
export const registerDelete: RegisterCommand = (program, cli) => {
  program
    .command('delete')
    .description('delete everything that is kept of a subject')
    .argument('<subject>', 'the id the person is enrolled under')
    .action(
      cli.action<[string], object>((invocation, [subjectId]) =>
        withEngine(
          invocation,
          async (engine) => {
            const { deletedRecords } = await engine.deleteSubject({ subjectId, signal: invocation.signal })
            return {
              exitCode: deletedRecords > 0 ? EXIT.ok : EXIT.badInput,
              result: { subject: subjectId, deletedRecords },
              print: (terminal) =>
                terminal.line(
                  deletedRecords > 0
                    ? `Deleted all that was kept of ${subjectId}.`
                    : `Nobody is enrolled as ${subjectId}.`,
                ),
            }
          },
          { models: 'none' },
        ),
      ),
    )
}
