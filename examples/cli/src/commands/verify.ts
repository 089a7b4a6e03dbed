import type { VerificationResult } from '@faceward/spec'
import { sourcesHelp } from '../capture/choose-source.js'
import type { RegisterCommand } from '../cli.js'
import { collectCapture } from '../engine/collect-capture.js'
import { collectFaces } from '../engine/collect-faces.js'
import { withEngine } from '../engine/with-engine.js'
import { EXIT } from '../exit-codes.js'
import { InputError } from '../input-error.js'
import { printCalibration } from '../reports/print-calibration.js'
import { printLiveness } from '../reports/print-liveness.js'
import { printPictures } from '../reports/print-pictures.js'
import { score, VERDICTS } from '../reports/words.js'

const EXITS = { accept: EXIT.ok, reject: EXIT.reject, re_verify: EXIT.reverify } as const

interface VerifyOptions {
  readonly source?: string
}

/**
 * `faceward verify <subject> <images...>` or `--source <source>`: is this the person enrolled under that id? Whoever
 * stands before a camera must also be shown to be there; a recording shows nobody to be there.
 */
export const registerVerify: RegisterCommand = (program, cli) => {
  program
    .command('verify')
    .description('compare pictures with the template of a subject and decide')
    .argument('<subject>', 'the id the person claims')
    .argument('[images...]', 'pictures (jpg, png, webp), folders or patterns such as "probes/*.jpg"')
    .option('--source <source>', 'a camera in place of pictures; it must show that the person is there')
    .addHelpText('after', `\n${sourcesHelp()}`)
    .action(
      cli.action<[string, string[]], VerifyOptions>((invocation, [subjectId, images], { source }) => {
        if (source === undefined && images.length === 0) {
          throw new InputError("missing required argument 'images': pictures, or a camera by --source.")
        }
        return withEngine(invocation, async (engine) => {
          const { frames, reportPictures } =
            source === undefined
              ? await collectFaces(engine, images, invocation)
              : await collectCapture(source, images, invocation)
          const verification = await engine.verify({
            subjectId,
            frames,
            signal: invocation.signal,
            ...(source === undefined ? {} : { minimumAssurance: 'sequence' }),
          })
          const pictures = reportPictures(verification.frames)
          const { frames: _, ...result } = verification
          const { verbose = false } = invocation.global
          return {
            exitCode: EXITS[verification.decision],
            result: { subject: subjectId, ...result, pictures, calibration: engine.calibration },
            print: (terminal) => {
              const { sign, word, tone } = VERDICTS[verification.decision]
              terminal.line(`${terminal.style(tone, `${sign} ${word}`)}  ${subjectId}${scores(verification)}`)
              for (const { message } of verification.reasons) terminal.line(`  ${message}`)
              printLiveness(terminal, verification.liveness, verbose)
              printPictures(terminal, pictures, verbose)
              if (!verbose) return
              terminal.line(`  Policy: ${verification.policyId}`)
              if (engine.calibration) printCalibration(terminal, engine.calibration)
            },
          }
        })
      }),
    )
}

function scores({ similarity, fusionScore }: VerificationResult): string {
  if (similarity === undefined) return ''
  return `  similarity ${score(similarity)}, fused score ${score(fusionScore)}`
}
