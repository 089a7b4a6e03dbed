import type { EnrolmentRequest } from '@faceward/spec'
import type { RegisterCommand } from '../cli.js'
import { collectFaces } from '../engine/collect-faces.js'
import { withEngine } from '../engine/with-engine.js'
import { EXIT } from '../exit-codes.js'
import { printLiveness } from '../reports/print-liveness.js'
import { printPictures } from '../reports/print-pictures.js'
import { score, VERDICTS } from '../reports/words.js'

interface EnrollOptions {
  readonly replace?: boolean
  readonly replaceAnybody?: boolean
}

/** `faceward enroll <subject> <images...>`: makes and stores a sealed template from pictures of one person. */
export const registerEnroll: RegisterCommand = (program, cli) => {
  program
    .command('enroll')
    .description('make a template of a person from pictures and store it, sealed')
    .argument('<subject>', 'the id to enrol the person under')
    .argument('<images...>', 'pictures (jpg, png, webp), folders or patterns such as "ada/*.jpg"')
    .option('--replace', 'replace the template of somebody already enrolled, whom the pictures must match')
    .option('--replace-anybody', 'replace it whomever the pictures show')
    .action(
      cli.action<[string, string[]], EnrollOptions>((invocation, [subjectId, images], options) =>
        withEngine(invocation, async (engine) => {
          const { frames, reportPictures } = await collectFaces(engine, images, invocation)
          const enrolment = await engine.enroll({
            subjectId,
            frames,
            ...replacing(options),
            signal: invocation.signal,
          })
          const pictures = reportPictures(enrolment.frames)
          const { frames: _, ...result } = enrolment
          const { verbose = false } = invocation.global
          return {
            exitCode: enrolment.decision === 'enrolled' ? EXIT.ok : EXIT.reject,
            result: { subject: subjectId, ...result, pictures },
            print: (terminal) => {
              const { sign, word, tone } = VERDICTS[enrolment.decision]
              const agreement =
                enrolment.decision === 'enrolled' ? `  the pictures agree ${score(enrolment.confidence)}` : ''
              terminal.line(`${terminal.style(tone, `${sign} ${word}`)}  ${subjectId}${agreement}`)
              terminal.line(`  ${enrolment.message}`)
              printLiveness(terminal, enrolment.liveness, verbose)
              printPictures(terminal, pictures, verbose)
            },
          }
        }),
      ),
    )
}

function replacing({ replace, replaceAnybody }: EnrollOptions): Pick<EnrolmentRequest, 'replace'> {
  if (replaceAnybody === true) return { replace: 'anybody' }
  return replace === true ? { replace: 'same-person' } : {}
}
