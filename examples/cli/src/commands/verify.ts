import type { VerificationResult } from '@faceward/spec'
import type { RegisterCommand } from '../cli.js'
import { collectFaces } from '../engine/collect-faces.js'
import { withEngine } from '../engine/with-engine.js'
import { EXIT } from '../exit-codes.js'
import { printCalibration } from '../reports/print-calibration.js'
import { printLiveness } from '../reports/print-liveness.js'
import { printPictures } from '../reports/print-pictures.js'
import { score, VERDICTS } from '../reports/words.js'

const EXITS = { accept: EXIT.ok, reject: EXIT.reject, re_verify: EXIT.reverify } as const

/** `faceward verify <subject> <images...>`: is this the person enrolled under that id? */
export const registerVerify: RegisterCommand = (program, cli) => {
  program
    .command('verify')
    .description('compare pictures with the template of a subject and decide')
    .argument('<subject>', 'the id the person claims')
    .argument('<images...>', 'pictures (jpg, png, webp), folders or patterns such as "probes/*.jpg"')
    .action(
      cli.action<[string, string[]], object>((invocation, [subjectId, images]) =>
        withEngine(invocation, async (engine) => {
          const { frames, reportPictures } = await collectFaces(engine, images, invocation)
          const verification = await engine.verify({ subjectId, frames, signal: invocation.signal })
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
        }),
      ),
    )
}

function scores({ similarity, fusionScore }: VerificationResult): string {
  if (similarity === undefined) return ''
  return `  similarity ${score(similarity)}, fused score ${score(fusionScore)}`
}
